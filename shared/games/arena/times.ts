/** Deadlines kept in the state, so that a restarted script waits for the same ones. */
import type { ArenaRoom } from './spec.ts';

/** Sleeps until a point in match time; returns at once if it has passed. */
export async function sleepUntil(room: ArenaRoom, time: number): Promise<void> {
  if (time > room.now) await room.sleep(time - room.now);
}
