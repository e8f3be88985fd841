/** Waiting for times that the state tells, so that a script that is entered anew waits for the same ones. */
import type { ArenaRoom } from './spec.ts';

/** Sleeps until a moment of match time; not at all where that has passed. */
export async function sleepUntil(room: ArenaRoom, time: number): Promise<void> {
  if (time > room.now) await room.sleep(time - room.now);
}

/** Limits the present phase to `ms`, or lifts the limit. Countdowns need both times in one patch. */
export function setDeadline(room: ArenaRoom, ms: number | undefined): void {
  room.state.now = room.now;
  room.state.deadline = ms === undefined ? 0 : room.now + ms;
}
