/** The player's side of the table: their dice and their actions. */
import type { ComponentChildren } from 'preact';
import type { CountdownSpan } from '../../../shared/runtime/pieces/countdown.ts';
import type { TableOfDice } from './table-of-dice.ts';
import { useCountdown } from '../../hooks/preact.ts';
import { CountdownRing, Seconds } from '../../ui/countdown.tsx';
import { Cup } from '../../ui/cup.tsx';
import type { Actions } from './actions.ts';
import { BidControl } from './bid-control.tsx';
import { EmotePicker } from './emotes.tsx';
import { Gather } from './gather.tsx';
import { Rematch } from './rematch.tsx';
import { nameOf, type SeatView, type TableView } from './table-view.ts';
import './dock.css';

interface Props {
  table: TableOfDice;
  view: TableView;
  span: CountdownSpan | undefined;
  actions: Actions;
  /** Opens the side panel on a small screen. */
  talk: ComponentChildren;
}

export function Dock(props: Props) {
  const { view, table, talk } = props;
  const seat = table.seat === undefined ? undefined : view.seats[table.seat];
  return seat ? <OwnDock {...props} seat={seat} /> : <Watching view={view} talk={talk} />;
}

function OwnDock({ table, view, span, actions, talk, seat }: Props & { seat: SeatView }) {
  const turn = view.phase === 'bidding' && view.turn === seat.index;
  const seconds = useCountdown(table, table.state);
  const rematch = table.questions.find(({ name }) => name === 'rematch');
  return (
    <section class="dock" aria-label="Your seat" data-turn={turn}>
      <div class="dock__me">
        <span class="dock__ring" data-turn={turn}>
          {turn && span ? (
            <>
              <CountdownRing span={span} />
              <Seconds span={span} />
            </>
          ) : (
            <span class="dock__cup">
              <Cup tint={seat.index} />
            </span>
          )}
        </span>
        <p class="dock__status">
          <strong class="one-line">{seat.name}</strong>
          <span>{rematch ? <>Another match? {seconds} s</> : status(view, seat.index)}</span>
        </p>
        <EmotePicker onEmote={(chosen) => void actions.emote(chosen)} />
        {talk}
      </div>
      {view.phase === 'waiting' && <Gather view={view} code={table.code} span={span} actions={actions} />}
      {view.phase === 'result' && <Rematch question={rematch} actions={actions} />}
      {view.phase !== 'waiting' && view.phase !== 'result' && seat.playing && (
        <BidControl view={view} me={seat.index} disabled={table.status !== 'live'} actions={actions} />
      )}
    </section>
  );
}

function status(view: TableView, me: number): string {
  const seat = view.seats[me];
  switch (view.phase) {
    case 'waiting':
      return 'Ready to play';
    case 'rolling':
      return seat?.playing ? 'The dice are rolling…' : 'You are out of this match';
    case 'bidding':
      if (!seat?.playing) return 'You are out of this match';
      if (view.turn === me) return view.standing ? 'Your turn: raise or call' : 'Your turn: open the bidding';
      return `${nameOf(view, view.turn)} is thinking…`;
    case 'reveal':
      return 'Cups up!';
    case 'result':
      return seat && seat.wins > 0 ? `${seat.wins} ${seat.wins === 1 ? 'match' : 'matches'} won here` : 'Good game';
  }
}

function Watching({ view, talk }: Pick<Props, 'view' | 'talk'>) {
  return (
    <section class="dock dock--watching" aria-label="Watching">
      <p>
        {view.phase === 'bidding' && view.turn >= 0
          ? `${nameOf(view, view.turn)} is thinking…`
          : 'You are watching this table.'}
      </p>
      {talk}
    </section>
  );
}
