/** Disconnects clients that read so slowly that frames for them pile up. They may return, and get the whole state then. */
import { LIMITS } from '../../host/limits.ts';
import type { RoomClient } from './client-data.ts';
import type { RoomSerializer } from './serializer.ts';

/** To be called after each patch. A client that was sent a state of several megabytes has the time to read it. */
export function dropSlowReaders(clients: Iterable<RoomClient>, serializer: RoomSerializer): void {
  for (const client of clients) {
    const { bufferedAmount } = client.ref;
    if (bufferedAmount > serializer.unsentLimit(client, bufferedAmount, LIMITS.unsentBytes))
      client.socket?.cut('unread');
  }
}
