/** Seats and tokens that are sent beside the address of a socket. */
import { once } from 'node:events';
import { Protocol, type Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { PageClient } from '../../../client/connection/network/page-client.ts';
import { openTestServer } from '../../support/test-server.ts';
import { reserve, type Reservation } from '../raw-client.ts';
import type { CounterClient } from '../games.ts';

function addressOf({ connection: { transport } }: Room): string {
  return 'ws' in transport && transport.ws instanceof WebSocket ? transport.ws.url : 'none';
}

it('a page joins and comes back, and no address of its sockets has its seat or its token', async () => {
  const { url, server } = await openTestServer();
  const client = new PageClient(url);
  const room = await client.create<CounterClient>('counter', { name: 'Ann' });
  const address = expect.stringMatching(new RegExp(`^ws://[^/]+/[\\w-]+/${room.roomId}(\\?skipHandshake=\\w+)?$`));
  expect(addressOf(room)).toEqual(address);
  // By itself, and as another client that has the token.
  Object.assign(room.reconnection, { minUptime: 0, minDelay: 1 });
  const back = new Promise<void>((resolve) => room.onReconnect(resolve));
  room.connection.close(4010);
  await back;
  expect(addressOf(room)).toEqual(address);
  room.reconnection.enabled = false;
  const again = await client.reconnect<CounterClient>(room.reconnectionToken);
  expect(again.sessionId).toBe(room.sessionId);
  expect(addressOf(again)).toEqual(address);
  expect(server.host.rooms.get(room.roomId)?.match.players).toHaveLength(1);
});

/** Whether the server lets somebody in who offers these words for a seat. */
async function isLetIn({ processId, roomId }: Reservation, url: string, words: string[]): Promise<boolean> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/${processId}/${roomId}`, words);
  socket.binaryType = 'arraybuffer';
  const [event] = await once(socket, 'message');
  socket.close();
  const [kind] = new Uint8Array((event as MessageEvent<ArrayBuffer>).data);
  return kind === Protocol.JOIN_ROOM;
}

it('a socket without a valid seat is refused, and the name of the protocol comes first', async () => {
  const { url } = await openTestServer();
  const seat = await reserve(url, 'create', 'counter', {});
  const words = [`seat.${seat.sessionId}`];
  for (const wrong of [['greenroom'], ['greenroom', 'seat.nobody'], ['other', ...words], [...words, 'greenroom']])
    expect(await isLetIn(seat, url, wrong)).toBe(false);
  expect(await isLetIn(seat, url, ['greenroom', ...words])).toBe(true);
});
