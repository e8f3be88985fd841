/** The list of public tables, polled while the lobby is visible. */
import { useEffect, useState } from 'preact/hooks';
import type { RoomListing } from '../../shared/wire.ts';
import { withBasePath } from '../base-path.ts';
import { clientGame } from '../games/index.ts';

const EVERY_MS = 4_000;

/** `rooms` is undefined until the first response; `failed` while the server does not answer. */
export interface OpenTables {
  rooms: readonly RoomListing[] | undefined;
  failed: boolean;
}

export function useOpenTables(): OpenTables {
  const [tables, setTables] = useState<OpenTables>({ rooms: undefined, failed: false });
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        try {
          const rooms = await fetchRooms(stop.signal);
          if (!stop.signal.aborted) setTables({ rooms, failed: false });
        } catch {
          if (!stop.signal.aborted) setTables(({ rooms }) => ({ rooms, failed: true }));
        }
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    document.addEventListener('visibilitychange', () => void look(), { signal: stop.signal });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return tables;
}

async function fetchRooms(signal: AbortSignal): Promise<RoomListing[]> {
  const response = await fetch(withBasePath('/api/rooms'), { signal });
  if (!response.ok) throw new Error(`the list of tables answered ${response.status}`);
  const { rooms } = (await response.json()) as { rooms: RoomListing[] };
  return supportedRooms(rooms);
}

/** Drops tables of games that this client does not know. */
export function supportedRooms(rooms: readonly RoomListing[]): RoomListing[] {
  return rooms.filter(({ game }) => clientGame(game) !== undefined);
}
