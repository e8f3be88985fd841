/** Brings rooms back to where their journals end, many at a time: their turns go together. */
import { setImmediate as breathe } from 'node:timers/promises';
import { resumeMatches, stepMatches } from '../../shared/runtime/index.ts';
import type { Comeback } from './comeback.ts';

/** Signals have their turn so often: a long match must not keep a server from ending. */
const BREATHE_MS = 50;

/** Plays all journals to their ends. Never rejects: a script's error ends its own match. */
export async function rebuild(comebacks: readonly Comeback[]): Promise<void> {
  const fromCheckpoint = comebacks.filter(({ room }) => room.match.tick > 0);
  await resumeMatches(fromCheckpoint.map(({ room }) => room.match));
  for (const comeback of fromCheckpoint) comeback.resumed();
  let breathedMs = performance.now();
  for (let left = comebacks.filter(({ done }) => !done); left.length > 0; left = left.filter(({ done }) => !done)) {
    await stepMatches(left.map((comeback) => comeback.next()));
    for (const comeback of left) comeback.stepped();
    if (performance.now() - breathedMs < BREATHE_MS) continue;
    await breathe();
    breathedMs = performance.now();
  }
}
