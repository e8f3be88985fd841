import { expect, it } from 'vitest';
import { supportedRooms } from '../../../client/lobby/open-tables.ts';
import type { RoomListing } from '../../../shared/wire.ts';

const room = (game: string): RoomListing => ({
  id: game,
  game,
  title: game,
  seats: 2,
  taken: 0,
  watchers: 0,
  open: true,
  info: {},
});

it('only tables of games with a view are listed', () => {
  expect(supportedRooms([room('liars-dice'), room('chess'), room('toString')]).map(({ game }) => game)).toEqual([
    'liars-dice',
  ]);
});
