/** Who reads so slowly that what it was sent piles up is cut off: it can come back, and gets the whole state then. */
import { LIMITS } from '../../host/limits.ts';
import type { RoomClient } from './client-data.ts';
import type { RoomSerializer } from './serializer.ts';

/** To be called after each patch. Who was sent a whole state of several megabytes has the time to read it. */
export function dropSlowReaders(clients: Iterable<RoomClient>, serializer: RoomSerializer): void {
  for (const client of clients) {
    const { bufferedAmount } = client.ref;
    if (bufferedAmount > serializer.unsentLimit(client, bufferedAmount, LIMITS.unsentBytes))
      client.socket?.cut('unread');
  }
}
