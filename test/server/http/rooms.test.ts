import { expect, it, vi } from 'vitest';
import { createLog } from '../../../server/log.ts';
import { HTTP_LIMITS } from '../../../server/host/limits.ts';
import { listRooms } from '../../../server/http/rooms.ts';
import { openTestServer } from '../../support/test-server.ts';
import { serve } from './serve.ts';

/** A list of a room that is there many times, with a clock that the test moves. */
async function open(count: number) {
  const { sdk, server } = await openTestServer();
  const ann = await sdk.create('counter');
  const room = server.host.rooms.get(ann.roomId);
  if (room === undefined) throw new Error('the room is missing');
  const listing = vi.spyOn(room.match.game, 'listing');
  const rooms = new Map(Array.from({ length: count }, (_, number) => [String(number), room]));
  const clock = { nowMs: 0 };
  const url = await serve(listRooms(rooms, createLog('silent'), () => clock.nowMs));
  const list = async (query = ''): Promise<unknown[]> => {
    const { rooms: listed } = (await (await fetch(url + query)).json()) as { rooms: unknown[] };
    return listed;
  };
  return { rooms, room, listing, clock, list };
}

it('listedRooms: there are no more in the list, and no other is looked into', async () => {
  const { list, listing } = await open(HTTP_LIMITS.listedRooms + 50);
  expect((await list()).length).toBe(HTTP_LIMITS.listedRooms);
  expect(listing).toHaveBeenCalledTimes(HTTP_LIMITS.listedRooms);
});

it('however many ask for the list, it is made once in a quarter of a second', async () => {
  const { list, listing, clock, rooms, room } = await open(1);
  for (let count = 0; count < 5; count++) {
    expect((await list()).length).toBe(1);
    expect((await list('?game=counter')).length).toBe(1);
  }
  expect(listing).toHaveBeenCalledTimes(2);
  rooms.set('another', room);
  clock.nowMs += HTTP_LIMITS.listMs - 1;
  expect((await list()).length).toBe(1);
  clock.nowMs += 1;
  expect((await list()).length).toBe(2);
});

it('a game that nobody plays has an empty list', async () => {
  const { list } = await open(1);
  expect(await list('?game=chess')).toEqual([]);
  expect(await list('?game=a&game=b')).toEqual([]);
});
