/** What players see. The header with code, link, rules and the way out is around it already. */
import type { Table } from 'greenroom/client';
import { useTable, type NewTableProps, type ViewOfGame } from 'greenroom/preact';
import { Button, NewTableForm } from 'greenroom/view';
import type { coin } from './game.ts';
import './view.css';

function CoinTable({ table }: { table: Table<typeof coin> }) {
  const { state, seat } = useTable(table);
  if (!table.hasState || state.toss === 0) return <main class="coin">Waiting for a second player…</main>;
  const over = state.toss > 3;
  const tossed = state.side !== '';
  return (
    <main class="coin">
      <h2>{over ? 'That was it' : `Toss ${state.toss} of 3`}</h2>
      <p class="coin__side" role="status">
        {tossed ? `It is ${state.side}.` : 'What will it be?'}
      </p>
      {seat !== undefined && !over && (
        <div class="coin__guesses">
          <Button kind="primary" disabled={tossed} onClick={() => void table.send('guess', 'heads')}>
            Heads
          </Button>
          <Button kind="primary" disabled={tossed} onClick={() => void table.send('guess', 'tails')}>
            Tails
          </Button>
        </div>
      )}
      <p>
        {Array.from(state.won, (won, index) => `${index === seat ? 'You' : `Player ${index + 1}`}: ${won}`).join(' · ')}
      </p>
    </main>
  );
}

function NewTable({ onOpen }: NewTableProps<typeof coin>) {
  return <NewTableForm action="Toss a coin" onOpen={() => onOpen({})} />;
}

export const view: ViewOfGame<typeof coin> = { Table: CoinTable, NewTable };
