import { expect, it } from 'vitest';
import { privateMembersOf, readSources } from './source.ts';

const PRIVATE_API = 'server/colyseus/room/private-api.ts';

it('only one file reaches for private members of Colyseus', () => {
  const reaches = readSources('server/colyseus/**/*.ts', 'server/host/**/*.ts')
    .filter(({ path }) => path !== PRIVATE_API)
    .flatMap((source) => privateMembersOf(source).map(({ name, line }) => `${source.path}:${line} ${name}`));
  expect(reaches).toEqual([]);
});

it('that file does reach for them', () => {
  const [source] = readSources(PRIVATE_API);
  const names = new Set(source && privateMembersOf(source).map(({ name }) => name));
  expect([...names].sort()).toEqual([
    '_autoDisposeTimeout',
    '_enqueuedMessages',
    '_inputBuffer',
    '_listing',
    '_onJoin',
    '_onLeave',
    '_onMessage',
    '_reservedSeatTimeouts',
    '_reservedSeats',
    '_serializer',
    '_simulationInterval',
    '_timelineMode',
    'encoder',
    'sendFullState',
  ]);
});

it('every way to reach for one is noticed', () => {
  const text = `
    room['sendFullState'](client);
    room._onJoin();
    const { _listing: listing } = room;
    class Own { override _timelineMode() {} }
    Reflect.deleteProperty(client, '_enqueuedMessages');
  `;
  const names = privateMembersOf({ path: 'server/colyseus/x.ts', text }).map(({ name }) => name);
  expect(names).toEqual(['sendFullState', '_onJoin', '_listing', '_timelineMode', '_enqueuedMessages']);
});

it('published members and types of members are none', () => {
  const text = `type Ref = Client['ref']; room.clients.get(id); const _unused = row.slot;`;
  expect(privateMembersOf({ path: 'server/colyseus/x.ts', text })).toEqual([]);
});
