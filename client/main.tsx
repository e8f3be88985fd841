// First of all.
import './no-eval.ts';
import { render } from 'preact';
import '@fontsource-variable/figtree/index.css';
import '@fontsource/young-serif/latin-400.css';
import './ui/tokens.css';
import './ui/base.css';
import { App } from './app.tsx';
import { basePath, withBasePath } from './base-path.ts';
import type { Matchmaker } from './connection/connection.ts';
import { clientGame, DEFAULT_GAME } from './games/index.ts';
import { parseRoute } from './route.ts';
import { tabStorage } from './storage.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

let tables: Promise<Matchmaker> | undefined;

/** The networking is most of the script: the lobby paints first. */
function loadTables(): Promise<Matchmaker> {
  tables ??= import('./connection/network/network-tables.ts').then(
    ({ networkTables }) => networkTables(location.origin + basePath()),
    (error: unknown) => {
      // The next try may find the network again.
      tables = undefined;
      throw error;
    },
  );
  return tables;
}

// After an update of the server the scripts of an open page are gone: it starts anew, but never twice in a row.
addEventListener('vite:preloadError', () => {
  const last = Number(tabStorage.get('greenroom.reloaded') ?? 0);
  if (Date.now() - last < 30_000) return;
  tabStorage.set('greenroom.reloaded', String(Date.now()));
  // A server that is gone has no page either, and in this one somebody can still practise.
  void fetch(withBasePath('/'), { method: 'HEAD' }).then(
    ({ ok }) => ok && location.reload(),
    () => tabStorage.delete('greenroom.reloaded'),
  );
});

const root = document.getElementById('app');
const app = (
  <ErrorBoundary>
    <App tables={loadTables} />
  </ErrorBoundary>
);
if (root) render(app, root);
// By the time somebody has read the lobby, everything to sit down is here; what is not is told when it is needed.
if (parseRoute(new URL(location.href)).page !== 'replay') {
  setTimeout(() => void Promise.allSettled([loadTables(), clientGame(DEFAULT_GAME)?.view()]), 300);
}
