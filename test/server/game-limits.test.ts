import { expect, it } from 'vitest';
import { eventually, openTestServer } from '../support/test-server.ts';
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import { gallery } from './games.ts';

interface Gallery {
  readonly said: readonly string[];
  readonly drawn: readonly number[];
}

const games = [{ game: gallery }];

async function openGallery(journal = new MemoryStore()) {
  const { sdk, server } = await openTestServer({ games, journal });
  const ann = await sdk.create<Gallery>('gallery', { name: 'Ann' });
  const eve = await sdk.joinById<Gallery>(ann.roomId, { name: 'Eve', spectate: true });
  await eventually(() => ann.state.said !== undefined);
  return { sdk, server, ann, eve };
}

it('a spectator may send what the game lists, and nothing else', async () => {
  const { ann, eve } = await openGallery();
  expect(await eve.request('chat', 'well drawn')).toEqual({ ok: true });
  // Her patch comes through another socket than the reply.
  await eventually(() => ann.state.said.length === 1);
  expect([...ann.state.said]).toEqual(['Eve: well drawn']);
  expect(await eve.request('draw', Uint8Array.of(1))).toMatchObject({ ok: false, code: 'not-seated' });
});

it('bytes arrive as they were sent, within the size that the game sets', async () => {
  const { ann } = await openGallery();
  expect(await ann.request('draw', Uint8Array.of(0, 255, 128))).toEqual({ ok: true });
  expect([...ann.state.drawn]).toEqual([0, 255, 128]);
  expect(await ann.request('draw', new Uint8Array(100))).toMatchObject({
    ...{ ok: false, code: 'too-large', message: 'a message has at most 100 bytes' },
  });
});

it('who sends more than the game allows is refused, and a spectator as well as a player', async () => {
  const { ann, eve } = await openGallery();
  const replies = async (send: () => Promise<unknown>): Promise<unknown[]> =>
    Promise.all(Array.from({ length: 12 }, send));
  for (const each of [
    await replies(() => ann.request('draw', Uint8Array.of(1))),
    await replies(() => eve.request('chat', 'first')),
  ]) {
    expect(each.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ ok: true })));
    expect(each.at(-1)).toMatchObject({ ok: false, code: 'too-fast' });
  }
});

it('chat and bytes are in the journal: the next start has them', async () => {
  const journal = new MemoryStore();
  const { ann, eve, server } = await openGallery(journal);
  await ann.request('draw', Uint8Array.of(7));
  await eve.request('chat', 'hello');
  await server.stop();
  const second = await openTestServer({ games, journal });
  await eventually(() => second.server.host.rooms.size === 1);
  const [room] = second.server.host.rooms.values();
  expect(room?.match.state.toJSON()).toEqual({ said: ['Eve: hello'], drawn: [7] });
});
