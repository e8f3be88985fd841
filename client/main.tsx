// Before any schema is made.
import './no-eval.ts';
import { render } from 'preact';
import '@fontsource-variable/figtree/index.css';
import '@fontsource/young-serif/latin-400.css';
import './ui/tokens.css';
import './ui/base.css';
import { app } from '../package/project.ts';
import { App } from './app.tsx';
import { basePath, withBasePath } from './base-path.ts';
import { serverTables } from './connection/server-tables.ts';
import { clientGame, DEFAULT_GAME } from './games/index.ts';
import { parseRoute } from './route.ts';
import { tabStorage } from './storage.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

const client = serverTables(location.origin + basePath());

// After an update of the server the scripts of an open page are gone: it reloads, but never twice in a row.
addEventListener('vite:preloadError', () => {
  const last = Number(tabStorage.get('greenroom.reloaded') ?? 0);
  if (Date.now() - last < 30_000) return;
  tabStorage.set('greenroom.reloaded', String(Date.now()));
  // Without a server a reload would lose the page, where the visitor can still practise.
  void fetch(withBasePath('/'), { method: 'HEAD' }).then(
    ({ ok }) => ok && location.reload(),
    () => tabStorage.delete('greenroom.reloaded'),
  );
});

for (const [property, value] of Object.entries(app.theme ?? {}))
  document.documentElement.style.setProperty(property, value);
const root = document.getElementById('app');
const page = (
  <ErrorBoundary>
    <App client={client} />
  </ErrorBoundary>
);
if (root) render(page, root);
// Loads what a table needs while the visitor reads the lobby. Failures show when it is needed.
if (parseRoute(new URL(location.href)).page !== 'replay') {
  setTimeout(() => void Promise.allSettled([client.preload(), clientGame(DEFAULT_GAME)?.view()]), 300);
}
