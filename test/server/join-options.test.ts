import { expect, it } from 'vitest';
import { eventually, openTestServer, rejection } from '../support/test-server.ts';
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import { counter, counterBot, teams } from './games.ts';

interface Teams {
  readonly teams: ReadonlyMap<string, string>;
}

const games = [{ game: teams, bot: counterBot }];

it('whichever way a player joins, the script has what the player chose; others have the defaults', async () => {
  const { sdk, server } = await openTestServer({ games });
  const ann = await sdk.create<Teams>('teams', { name: 'Ann', joinOptions: { team: 'blue' } });
  await sdk.joinById<Teams>(ann.roomId, { name: 'Bob', joinOptions: { team: 'blue' } });
  await sdk.joinOrCreate<Teams>('teams', { name: 'Cleo' });
  await eventually(() => ann.state.teams?.size === 3);
  expect(Object.fromEntries(ann.state.teams)).toEqual({ Ann: 'blue', Bob: 'blue', Cleo: 'red' });
  const withBots = await sdk.create<Teams>('teams', { bots: 2, joinOptions: {} });
  await eventually(() => withBots.state.teams?.size === 3);
  expect([...withBots.state.teams.values()]).toEqual(['red', 'red', 'red']);
  expect(server.host.rooms.get(withBots.roomId)?.match.start.options).toEqual({ bots: 2 });
});

it.each<[string, unknown]>([
  ['of another shape', { team: 'green' }],
  ['with a name that the game does not have', { side: 'red' }],
  ['that are no object', 'red'],
])('join options %s are refused clearly, and no seat is reserved', async (_, joinOptions) => {
  const { sdk, server } = await openTestServer({ games });
  const table = await sdk.create<Teams>('teams', {});
  const tries = [
    rejection(sdk.create('teams', { joinOptions })),
    rejection(sdk.joinOrCreate('teams', { joinOptions })),
    rejection(sdk.joinById(table.roomId, { joinOptions })),
  ];
  for (const { message } of await Promise.all(tries)) expect(message).toContain('"joinOptions" was refused');
  expect(server.host.rooms.size).toBe(1);
  expect(server.host.rooms.get(table.roomId)?.match.players).toHaveLength(1);
});

it('a spectator chooses nothing, and a game without join options ignores them by code', async () => {
  const { sdk } = await openTestServer({ games: [...games, { game: counter }] });
  const table = await sdk.create<Teams>('teams', {});
  await sdk.joinById(table.roomId, { spectate: true, joinOptions: { team: 'green' } });
  const plain = await sdk.create('counter', {});
  await sdk.joinById(plain.roomId, { joinOptions: { team: 'green' } });
  expect((await rejection(sdk.create('counter', { joinOptions: {} }))).message).toContain('joinOptions');
});

it('the choice is in the journal, and the player has it after the next start', async () => {
  const journal = new MemoryStore();
  const first = await openTestServer({ games, journal });
  const ann = await first.sdk.create<Teams>('teams', { name: 'Ann', joinOptions: { team: 'blue' } });
  await eventually(() => ann.state.teams?.size === 1);
  await first.server.stop();
  const second = await openTestServer({ games, journal });
  await eventually(() => second.server.host.rooms.size === 1);
  const [room] = second.server.host.rooms.values();
  expect(room?.match.players.map(({ options }) => options)).toEqual([{ team: 'blue' }]);
});
