import { expect, it } from 'vitest';
import { entering, HeldJournal } from './held-journal.ts';
import { eventually, recordMessages, openTestServer } from '../support/test-server.ts';
import { RawClient } from './raw-client.ts';
import type { CounterClient } from './games.ts';

const JOIN_ROOM = 10;

it('nothing that a message brings about is let out before it is in the journal', async () => {
  const journal = new HeldJournal();
  const { sdk, server } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  const bob = await sdk.joinById<CounterClient>(ann.roomId);
  await eventually(() => bob.state.hands?.length === 2);
  const [got, heard] = [recordMessages(ann), recordMessages(bob)];
  let replied = false;

  const held = journal.hold(entering('message'));
  const reply = ann.request('add', { n: 3 }).then(() => (replied = true));
  await held;
  const match = server.host.rooms.get(ann.roomId)?.match;
  expect(match?.state).toMatchObject({ total: 0 });
  // Both clients are still served by the process: what they got so far is all there is.
  await Promise.all([ann, bob].map((room) => new Promise<void>((resolve) => room.ping(() => resolve()))));
  expect([ann.state.total, bob.state.total, replied]).toEqual([0, 0, false]);
  expect([...got, ...heard].filter(({ type }) => type === 'added')).toEqual([]);

  journal.release();
  await reply;
  await eventually(() => bob.state.total === 3);
  expect(heard.filter(({ type }) => type === 'added')).toHaveLength(1);
});

it('nobody is let in before the journal knows of it', async () => {
  const journal = new HeldJournal();
  const { sdk, url } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  const held = journal.hold(entering('join'));
  const bob = await RawClient.join(url, 'joinById', ann.roomId);
  await held;
  await new Promise<void>((resolve) => ann.ping(() => resolve()));
  expect(bob.frames).toEqual([]);
  journal.release();
  await bob.next(JOIN_ROOM);
});

it('every tick of every room is in the journal, in order, with the tick that it enters', async () => {
  const journal = new HeldJournal();
  const { sdk } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  await ann.request('add', { n: 3 });
  await ann.request('add', { n: 4 });
  await eventually(() => journal.committed.length > 20);
  expect(journal.committed.map(({ tick }) => tick)).toEqual(journal.committed.map((_, index) => index + 1));
  expect(new Set(journal.committed.map(({ slot }) => slot)).size).toBe(1);
  const entries = journal.committed.flatMap((frame) => frame.entries);
  expect(entries).toMatchObject([
    { kind: 'join', player: ann.sessionId, name: 'Guest', bot: false },
    { kind: 'message', player: ann.sessionId, type: 'add', data: { n: 3 } },
    { kind: 'message', player: ann.sessionId, type: 'add', data: { n: 4 } },
  ]);
});

it('a refused message is in no journal', async () => {
  const journal = new HeldJournal();
  const { sdk } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  await ann.request('add', { n: 3_000 });
  expect(journal.kinds).toEqual(['join']);
});

it('a batch that could not be written lets nothing out, and enters once, when it can be', async () => {
  const journal = new HeldJournal();
  const { sdk } = await openTestServer({ journal });
  const ann = await sdk.create<CounterClient>('counter');
  const got = recordMessages(ann);
  const held = journal.hold(entering('message'));
  ann.send('add', { n: 3 });
  await held;
  expect(ann.state.total).toBe(0);
  expect(got.filter(({ type }) => type === 'added')).toEqual([]);
  journal.fail(new Error('the disk is full'));
  await eventually(() => got.some(({ type }) => type === 'added'));
  expect(ann.state.total).toBe(3);
  expect(got.filter(({ type }) => type === 'added')).toEqual([{ type: 'added', data: { n: 3 } }]);
  // It was given to the journal twice, and is in it once.
  expect(journal.kinds.filter((kind) => kind === 'message')).toHaveLength(2);
});
