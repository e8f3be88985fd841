/** Ticks in a column, ascending: each as the difference from the one before. */
import { corrupt, type ByteReader } from './byte-reader.ts';
import { REPLAY_BOUNDS, tooLarge } from './replay-bounds.ts';

/** @throws ReplayProblem where one does not come after the one before, or after all ticks that a replay may have */
export function* ticksIn(column: ByteReader): Generator<number, void> {
  for (let last = -1; column.left > 0;) {
    const difference = column.varint();
    if (difference === 0 && last >= 0) throw corrupt('a tick comes twice');
    last = Math.max(last, 0) + difference;
    if (last > REPLAY_BOUNDS.ticks) throw tooLarge(`${REPLAY_BOUNDS.ticks} ticks`);
    yield last;
  }
}
