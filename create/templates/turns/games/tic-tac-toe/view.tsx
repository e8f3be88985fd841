/** What players see. The header with code, link, rules and the way out is around it already. */
import type { Table } from 'greenroom/client';
import { useCountdown, useRoster, useTable, type NewTableProps, type ViewOfGame } from 'greenroom/preact';
import { Button, Choice, NewTableForm } from 'greenroom/view';
import { useState } from 'preact/hooks';
import { FREE, lineOf, NOBODY } from './board.ts';
import type { ticTacToe } from './game.ts';
import './view.css';

type TableProps = { table: Table<typeof ticTacToe> };

const SIGN_NAMES = ['cross', 'circle'] as const;

function TicTacToeTable({ table }: TableProps) {
  useTable(table);
  return (
    <main class="ttt">
      <Players table={table} />
      <p class="ttt__news" role="status">
        {newsOf(table)}
      </p>
      {table.hasState && <Board table={table} />}
      <Rematch table={table} />
    </main>
  );
}

function Players({ table }: TableProps) {
  const players = useRoster(table);
  const seconds = useCountdown(table, table.state);
  return (
    <ol class="ttt__players">
      {players.map(({ seat, player, name, connected, wins, own }) => (
        <li key={player} class="ttt__player" data-turn={table.state.turn === seat} data-away={!connected}>
          <Sign seat={seat} />
          <span class="ttt__name">
            {name}
            {own && ' (you)'}
          </span>
          <span class="ttt__wins" title="Matches won">
            {wins}
          </span>
          <span class="ttt__seconds" role="timer">
            {table.state.turn === seat && seconds !== undefined && `${seconds} s`}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Board({ table }: TableProps) {
  const { state, seat } = table;
  const line = state.winner === NOBODY ? undefined : lineOf(state.board, state.winner);
  return (
    <div class="ttt__board" role="group" aria-label="The board">
      {Array.from(state.board, (owner, cell) => (
        <button
          key={cell}
          type="button"
          class="ttt__cell"
          data-won={line?.includes(cell)}
          aria-label={`Row ${Math.floor(cell / 3) + 1}, column ${(cell % 3) + 1}: ${SIGN_NAMES[owner] ?? 'free'}`}
          disabled={owner !== FREE || seat === undefined || state.turn !== seat}
          onClick={() => void table.send('mark', cell)}
        >
          {owner !== FREE && <Sign seat={owner} />}
        </button>
      ))}
    </div>
  );
}

function Sign({ seat }: { seat: number }) {
  return (
    <svg class={`ttt__sign ttt__sign--${seat}`} viewBox="0 0 24 24" aria-hidden="true">
      {seat === 0 ? <path d="M5 5 19 19M19 5 5 19" /> : <circle cx="12" cy="12" r="7.5" />}
    </svg>
  );
}

function Rematch({ table }: TableProps) {
  const question = table.questions.find(({ name }) => name === 'rematch');
  if (question === undefined) return null;
  return (
    <div class="ttt__rematch">
      <Button kind="primary" onClick={() => void question.answer(true)}>
        Play again
      </Button>
      <Button onClick={() => void question.answer(false)}>That’s it</Button>
    </div>
  );
}

function newsOf({ state, seat, hasState }: Table<typeof ticTacToe>): string {
  if (!hasState) return 'Setting the table…';
  const nameOf = (index: number) => state.seats[index]?.name ?? 'Nobody';
  if (state.turn !== NOBODY) return state.turn === seat ? 'Your turn' : `${nameOf(state.turn)} is thinking`;
  if (state.board.length === 0) return 'Waiting for a second player…';
  if (state.winner === NOBODY) return 'A draw';
  return state.winner === seat ? 'You have won' : `${nameOf(state.winner)} has won`;
}

function NewTable({ kind, onOpen }: NewTableProps<typeof ticTacToe>) {
  const [wait, setWait] = useState(60_000);
  if (kind === 'bots') return <NewTableForm action="Play" onOpen={() => onOpen({ botAfterMs: 0 })} />;
  return (
    <NewTableForm action="Open the table" onOpen={() => onOpen({ botAfterMs: wait })}>
      <Choice
        label="A bot joins after"
        value={wait}
        options={[
          { value: 10_000, text: '10 s' },
          { value: 60_000, text: '1 min' },
          { value: 600_000, text: '10 min' },
        ]}
        onChoose={setWait}
      />
    </NewTableForm>
  );
}

export const view: ViewOfGame<typeof ticTacToe> = { Table: TicTacToeTable, NewTable };
