/** Committed frames, as recovery, replays and operators read them. */
import { type Entry, type Frame, mergeFrames } from '../../shared/runtime/host.ts';

/** One frame for each later tick in which something happened, ascending; each trace in the frame of its own tick. */
export function framesAfter(tick: number, committed: Iterable<Frame>): Frame[] {
  return mergeFrames(committed).filter((frame) => frame.tick > tick);
}

/** Tokens open seats, so only recovery reads them. */
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
