/** A column of ascending ticks, as differences. */
import { corrupt, type ByteReader } from './byte-reader.ts';
import { REPLAY_BOUNDS, tooLarge } from './replay-bounds.ts';

/** @throws ReplayProblem if ticks do not ascend, or exceed the limit of a replay */
export function* ticksIn(column: ByteReader): Generator<number, void> {
  for (let last = -1; column.left > 0;) {
    const difference = column.varint();
    if (difference === 0 && last >= 0) throw corrupt('a tick comes twice');
    last = Math.max(last, 0) + difference;
    if (last > REPLAY_BOUNDS.ticks) throw tooLarge(`${REPLAY_BOUNDS.ticks} ticks`);
    yield last;
  }
}
