/** A client that joins a room, and then reads nothing any more: not even that the connection is closed. */
import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { reserve } from './raw-client.ts';

/** One binary frame of one byte, JOIN_ROOM, masked with zeros. */
const CONFIRMS = Uint8Array.of(0x82, 0x81, 0, 0, 0, 0, 10);

export async function joinWithoutReading(url: string, roomId: string): Promise<void> {
  const { processId, sessionId } = await reserve(url, 'joinById', roomId, {});
  const upgrade = request(`${url}/${processId}/${roomId}?sessionId=${sessionId}`, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'ZGVhZiBhcyBhIHBvc3QgIQ==',
    },
  });
  upgrade.end();
  const [, socket, head] = (await once(upgrade, 'upgrade')) as [unknown, Socket, Buffer];
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  // What the server asks to be confirmed may come with its answer, or after it.
  if (head.length === 0) await once(socket, 'data');
  socket.write(CONFIRMS);
  socket.pause();
}
