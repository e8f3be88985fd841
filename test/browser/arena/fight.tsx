/** An arena in the page, without a server: `/?mode=teams&fill=12&skill=sharp&round=60000`. */
import { render } from 'preact';
import '@fontsource-variable/figtree/index.css';
import '@fontsource/young-serif/latin-400.css';
import '../../../client/ui/tokens.css';
import '../../../client/ui/base.css';
import type { Arena } from '../../../shared/games/arena/state.ts';
import { serverTables } from '../../../client/connection/server-tables.ts';
import { clientGame } from '../../../client/games/index.ts';
import { openPractice } from '../../../client/practice/open-practice.ts';
import { OpenTable } from '../../../client/table/open-table.tsx';
import { Toasts } from '../../../client/ui/toasts.tsx';

declare global {
  interface Window {
    /** For tests: what the page knows. */
    arena: { readonly state: Arena; readonly seat: number };
  }
}

function isArena(value: unknown): value is Arena {
  return typeof value === 'object' && value !== null && 'fighters' in value;
}

const wishes = new URLSearchParams(location.search);
const root = document.getElementById('app');
const entry = clientGame('arena');
if (!root || !entry?.bot) throw new Error('nothing to show');

const fill = Number(wishes.get('fill') ?? 8);
const table = await openPractice({ game: await entry.game(), bot: await entry.bot() }, 'Lucky Heron', {
  seats: Math.max(2, Number(wishes.get('seats') ?? fill)),
  fill,
  mode: wishes.get('mode') ?? 'free',
  skill: wishes.get('skill') ?? 'regular',
  roundMs: Number(wishes.get('round') ?? 180_000),
});
const { connection } = table;
const { state } = connection;
if (!isArena(state)) throw new Error('no arena');
window.arena = { state, seat: connection.seat };
render(
  <>
    <OpenTable
      table={connection}
      client={serverTables(location.origin)}
      onSit={() => {}}
      onLeave={() => render(null, root)}
    />
    <Toasts />
  </>,
  root,
);
