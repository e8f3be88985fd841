/** What players see. The header with code, link, rules and the way out is around it already. */
import type { Table } from 'greenroom/client';
import { useCountdown, useTable, type NewTableProps, type ViewOfGame } from 'greenroom/preact';
import { Button, Choice, NewTableForm } from 'greenroom/view';
import { useEffect, useRef, useState } from 'preact/hooks';
import { HEIGHT, WIDTH } from './field.ts';
import { colourOf, FieldLoop } from './field-loop.ts';
import type { coinRush } from './game.ts';
import './view.css';

type TableProps = { table: Table<typeof coinRush> };

function CoinRushTable({ table }: TableProps) {
  const { state, hasState } = useTable(table);
  const seconds = useCountdown(table, state);
  return (
    <main class="rush">
      <Scores table={table} />
      <p class="rush__news" role="status">
        {!hasState && 'Setting the table…'}
        {hasState && (state.playing ? `${seconds ?? 0} s` : newsOf(table))}
      </p>
      {hasState && <Field table={table} />}
      <Rematch table={table} />
    </main>
  );
}

function Scores({ table }: TableProps) {
  return (
    <ol class="rush__scores">
      {Array.from(table.state.seats ?? [], ({ player, name, coins }, seat) =>
        player === '' ? null : (
          <li key={player}>
            <span class="rush__dot" style={{ background: colourOf(seat) }} />
            {seat === table.seat ? 'You' : name} <b>{coins}</b>
          </li>
        ),
      )}
    </ol>
  );
}

/** The field, drawn in each animation frame. */
function Field({ table }: TableProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const loop = new FieldLoop(canvas.current, table);
    return () => loop.end();
  }, [table]);
  return <canvas ref={canvas} class="rush__field" width={WIDTH} height={HEIGHT} role="img" aria-label="The field" />;
}

function Rematch({ table }: TableProps) {
  const question = table.questions.find(({ name }) => name === 'rematch');
  if (question === undefined) return null;
  return (
    <div class="rush__rematch">
      <Button kind="primary" onClick={() => void question.answer(true)}>
        Play again
      </Button>
      <Button onClick={() => void question.answer(false)}>That’s it</Button>
    </div>
  );
}

function newsOf({ state, seat }: Table<typeof coinRush>): string {
  const most = Math.max(...state.seats.map(({ coins }) => coins));
  const winners = [...state.seats].flatMap(({ player, name, coins }, index) =>
    player === '' || coins < most ? [] : [index === seat ? 'you' : name],
  );
  return state.deadline === 0 ? 'Waiting for players…' : `Most coins: ${winners.join(' and ')}`;
}

function NewTable({ kind, onOpen }: NewTableProps<typeof coinRush>) {
  const [fill, setFill] = useState(3);
  return (
    <NewTableForm action="Run" onOpen={() => onOpen({ fill })}>
      <Choice
        label={kind === 'bots' ? 'Opponents' : 'Bots fill the field up to'}
        value={fill}
        options={[2, 3, 4, 6].map((value) => ({ value, text: String(kind === 'bots' ? value - 1 : value) }))}
        onChoose={setFill}
      />
    </NewTableForm>
  );
}

export const view: ViewOfGame<typeof coinRush> = { Table: CoinRushTable, NewTable };
