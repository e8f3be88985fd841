/** What people are called at a table, over real sockets. */
import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { eventually, openTestServer, type TestServer } from '../../../support/test-server.ts';
import { MemoryStore } from '../../../../tools/sim/journal/memory-store.ts';

const LOOK_ALIKES = ['Ann', 'ANN', 'Аnn', 'A\u200Bn\u034Fn', 'Ａｎｎ', '  Ann\u3164 '];

function namesIn({ server }: TestServer, { roomId }: Room): string[] {
  return Array.from(server.host.rooms.get(roomId)?.members.all ?? [], ({ name }) => name).sort();
}

/** The names that the journal has, in the order in which they came. */
function journaled(journal: MemoryStore): string[] {
  const [match] = journal.unfinished();
  return journal
    .frames(match!.slot, 0)
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => (entry.kind === 'join' || entry.kind === 'spectate' ? [entry.name] : []));
}

it('no two names look alike of players and spectators who join at the same time', async () => {
  const journal = new MemoryStore();
  const house = await openTestServer({ journal });
  const { sdk } = house;
  const ann = await sdk.create('counter', { name: 'Ann' });
  const others = await Promise.allSettled(
    LOOK_ALIKES.flatMap((name) => [
      sdk.joinById(ann.roomId, { name, spectate: true }),
      sdk.joinById(ann.roomId, { name, spectate: true }),
    ]).concat(['Ann', 'Аnn'].map((name) => sdk.joinById(ann.roomId, { name }))),
  );
  expect(others.map(({ status }) => status)).not.toContain('rejected');

  const names = namesIn(house, ann);
  expect(names).toHaveLength(LOOK_ALIKES.length * 2 + 3);
  // The numbers tell them apart, whatever the letters are.
  const numbers = names.map((name) => Number(/ (\d+)$/.exec(name)?.[1] ?? 1));
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from(names, (_, index) => index + 1));
  expect(journaled(journal).sort()).toEqual(names);
});

it('a returning member has the same name, and a name is free again when its owner has left', async () => {
  const house = await openTestServer();
  const { sdk } = house;
  const ann = await sdk.create('counter', { name: 'Ann' });
  const second = await sdk.joinById(ann.roomId, { name: 'ann' });
  expect(namesIn(house, ann)).toEqual(['Ann', 'ann 2']);

  await ann.leave();
  await eventually(() => namesIn(house, ann).length === 1);
  second.reconnection.enabled = false;
  second.connection.close();
  const back = await sdk.reconnect(second.reconnectionToken);
  expect(namesIn(house, back)).toEqual(['ann 2']);

  await sdk.joinById(back.roomId, { name: 'Ann' });
  expect(namesIn(house, back)).toEqual(['Ann', 'ann 2']);
});

it('nobody may have a name that our pages use for themselves', async () => {
  const house = await openTestServer();
  const room = await house.sdk.create('counter', { name: 'Аdmіn' });
  expect(namesIn(house, room)).toEqual(['Аdmіn 2']);
});

it.each(['\u3164', '\u2800\u2800', '\u0301\u0301', '\u200D'])(
  'a name of nothing to see (%j) is refused',
  async (name) => {
    const { sdk } = await openTestServer();
    await expect(sdk.create('counter', { name })).rejects.toThrow('a name has 1 to 20 characters');
  },
);
