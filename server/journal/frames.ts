/** What recovery, replays and operators get to see of the frames that were committed. */
import { type Entry, type Frame, mergeFrames } from '../../shared/runtime/host.ts';

/** One frame for each tick after this one in which something happened, ascending; each trace in the frame of its own tick. */
export function framesAfter(tick: number, committed: Iterable<Frame>): Frame[] {
  return mergeFrames(committed).filter((frame) => frame.tick > tick);
}

/** Tokens open seats: they are for recovery, and for nobody who looks at a match. */
export function withoutTokens(frames: readonly Frame[]): Frame[] {
  return frames.map((frame) =>
    frame.entries.some((entry) => 'token' in entry)
      ? { ...frame, entries: frame.entries.map((entry) => ('token' in entry ? bare(entry) : entry)) }
      : frame,
  );
}

function bare(entry: Entry): Entry {
  const copy: Entry & { token?: string } = { ...entry };
  delete copy.token;
  return copy;
}
