/** The client over a connection made of fixtures: `/?scene=reveal` shows one moment of a match, without any server. */
import { render } from 'preact';
import '@fontsource-variable/figtree/index.css';
import '@fontsource/young-serif/latin-400.css';
import '../../../client/ui/tokens.css';
import '../../../client/ui/base.css';
import { OpenTable } from '../../../client/table/open-table.tsx';
import { JoinForm } from '../../../client/table/join-form.tsx';
import { App } from '../../../client/app.tsx';
import { Toasts } from '../../../client/ui/toasts.tsx';
import { JoinFailure, type Matchmaker } from '../../../client/connection/connection.ts';
import { FakeConnection } from './fake-connection.ts';
import { scene } from './scenes.ts';

const name = new URLSearchParams(location.search).get('scene') ?? 'lobby';
const root = document.getElementById('app');

const fail = () => Promise.reject(new JoinFailure('unreachable', 'The server does not answer. Check your connection.'));
const matchmaker: Matchmaker = { playNow: fail, create: fail, join: fail, returnTo: fail };
const loadMatchmaker = () => Promise.resolve(matchmaker);

if (!root) throw new Error('no root');
if (name === 'lobby') render(<App loadMatchmaker={loadMatchmaker} />, root);
else if (name === 'door') render(<JoinForm code="KRTWZ" onJoin={() => {}} />, root);
else {
  const connection = new FakeConnection(scene(name));
  Object.assign(window, { connection });
  render(
    <>
      <OpenTable connection={connection} loadMatchmaker={loadMatchmaker} onSit={() => {}} onLeave={() => {}} />
      <Toasts />
    </>,
    root,
  );
}
