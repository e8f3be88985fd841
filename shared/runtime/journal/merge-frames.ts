/** Merges committed frames into one for each tick in which something happened. */
import type { Entry } from '../record/entries.ts';
import type { Frame, Trace } from '../record/recording.ts';

/**
 * One frame per tick, ascending: the entries of a tick in their order, each trace in the frame of its own tick. Empty frames are
 * left out.
 */
export function mergeFrames(frames: Iterable<Frame>): Frame[] {
  const merged = new Map<number, { readonly tick: number; readonly entries: Entry[]; trace?: Trace }>();
  const at = (tick: number): { readonly entries: Entry[]; trace?: Trace } => {
    let frame = merged.get(tick);
    if (frame === undefined) merged.set(tick, (frame = { tick, entries: [] }));
    return frame;
  };
  for (const { tick, entries, trace } of frames) {
    for (const entry of entries) at(tick).entries.push(entry);
    if (trace !== undefined && (trace.calls > 0 || trace.stateHash !== undefined)) at(trace.tick).trace = trace;
  }
  return [...merged.values()].sort((a, b) => a.tick - b.tick);
}
