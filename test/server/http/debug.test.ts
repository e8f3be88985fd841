import { expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../../server/host/limits.ts';
import { debugPages } from '../../../server/http/debug.ts';
import { openTestServer } from '../../support/test-server.ts';
import { serve } from './serve.ts';

it('describedRooms: operators see that many at a time, and ask for the next', async () => {
  const { sdk, server } = await openTestServer();
  const { roomId } = await sdk.create('counter');
  const room = server.host.rooms.get(roomId);
  if (room === undefined) throw new Error('the room is missing');
  const total = HTTP_LIMITS.describedRooms + 1;
  const url = await serve(debugPages(new Map(Array.from({ length: total }, (_, number) => [String(number), room]))));
  const list = async (query: string) => {
    const { rooms } = (await (await fetch(`${url}/rooms.json${query}`)).json()) as { rooms: unknown[] };
    return rooms.length;
  };
  expect(await list('')).toBe(HTTP_LIMITS.describedRooms);
  expect(await list(`?from=${HTTP_LIMITS.describedRooms}`)).toBe(1);
  for (const from of ['-1', 'x', '1.5', '1e9']) expect(await list(`?from=${from}`)).toBe(0);
  expect(await (await fetch(`${url}/rooms`)).text()).toContain(`100 of ${total} rooms; the next are at ?from=NUMBER`);
});
