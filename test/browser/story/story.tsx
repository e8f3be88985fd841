/** The client with a fake connection: `/?scene=reveal` shows one scene of a match, without a server. */
import { render } from 'preact';
import '@fontsource-variable/figtree/index.css';
import '@fontsource/young-serif/latin-400.css';
import '../../../client/ui/tokens.css';
import '../../../client/ui/base.css';
import { OpenTable } from '../../../client/table/open-table.tsx';
import { JoinForm } from '../../../client/table/join-form.tsx';
import { App } from '../../../client/app.tsx';
import { Toasts } from '../../../client/ui/toasts.tsx';
import type { ServerTables } from '../../../client/connection/server-tables.ts';
import { JoinFailure } from '../../../client/connection/connection.ts';
import { FakeConnection } from './fake-connection.ts';
import { scene } from './scenes.ts';

const name = new URLSearchParams(location.search).get('scene') ?? 'lobby';
const root = document.getElementById('app');

const fail = () => Promise.reject(new JoinFailure('unreachable', 'The server does not answer. Check your connection.'));
const client: ServerTables = {
  ...{ playNow: fail, create: fail, join: fail, watch: fail, returnTo: fail },
  preload: () => Promise.resolve(),
};

if (!root) throw new Error('no root');
if (name === 'lobby') render(<App client={client} />, root);
else if (name === 'join') render(<JoinForm code="KRTWZ" onJoin={() => {}} />, root);
else {
  const connection = new FakeConnection(scene(name));
  Object.assign(window, { connection });
  render(
    <>
      <OpenTable table={connection} client={client} onSit={() => {}} onLeave={() => {}} />
      <Toasts />
    </>,
    root,
  );
}
