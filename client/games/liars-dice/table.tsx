/** The table of Liar's Dice. */
import { useMemo, useState } from 'preact/hooks';
import type { TableOfDice } from './table-of-dice.ts';
import { useTable } from '../../hooks/preact.ts';
import { LoadingPage } from '../../table/page.tsx';
import { CupShading } from '../../ui/cup.tsx';
import { useCountdownSpan } from '../../ui/use-countdown-span.ts';
import { useActions } from './actions.ts';
import { Announcer } from './announcer.tsx';
import { Centre } from './centre.tsx';
import { Dock } from './dock.tsx';
import { Hand } from './hand.tsx';
import { useEmotes } from './emotes.tsx';
import { seatPositions } from './seat-positions.ts';
import { SeatPlace } from './seat.tsx';
import { Side, TalkButton, useUnread } from './side.tsx';
import { readTable, type TableView } from './table-view.ts';
import { useTally } from './tally.ts';
import './table.css';

export function LiarsDiceTable({ table }: { table: TableOfDice }) {
  const { state, hasState } = useTable(table);
  return hasState ? <LoadedTable table={table} view={readTable(state)} /> : <LoadingPage text="Setting the table…" />;
}

function LoadedTable({ table, view }: { table: TableOfDice; view: TableView }) {
  const me = table.seat;
  const span = useCountdownSpan(view, table);
  const actions = useActions(table);
  const emotes = useEmotes(table);
  const tally = useTally(view);
  const [talking, setTalking] = useState(false);
  const unread = useUnread(view, talking);
  const own = me === undefined ? undefined : view.seats[me];
  const places = useMemo(() => seatPositions(view.seats, me, view.phase), [view, me]);

  return (
    <main class="liars" data-phase={view.phase} data-talking={talking}>
      <CupShading />
      <Announcer view={view} me={me} />
      <section class="felt on-felt" aria-label="The table">
        <div class="felt__cloth" aria-hidden="true" />
        <ol class="felt__seats" data-count={places.length}>
          {places.map(({ seat, x, y }) => (
            <li key={seat.index} class="felt__place" style={{ '--x': `${x}%`, '--y': `${y}%` }}>
              <SeatPlace view={view} seat={seat} span={span} tally={tally} emote={emotes.get(seat.index)} />
            </li>
          ))}
        </ol>
        <Centre view={view} me={me} span={span} tally={tally} code={table.code} />
        {own && <Hand view={view} seat={own} tally={tally} emote={emotes.get(own.index)} />}
      </section>
      <Dock
        table={table}
        view={view}
        span={span}
        actions={actions}
        talk={<TalkButton unread={unread} open={talking} onOpen={setTalking} />}
      />
      <Side view={view} me={me} tally={tally} open={talking} onOpen={setTalking} actions={actions} />
    </main>
  );
}
