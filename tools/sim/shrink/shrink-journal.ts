/** Shrinks a journal that alone causes a violation. */
import type { Entry, Recording } from '../../../shared/runtime/host.ts';
import type { PlayedJournal } from './play-journal.ts';
import { reduceList } from './reduce.ts';
import type { TryBudget } from './try-budget.ts';

export type PlayJournal = (recording: Recording) => Promise<PlayedJournal | undefined>;

interface TimedEntry {
  readonly tick: number;
  readonly entry: Entry;
}

/**
 * Returns the result of the shortest journal found; undefined if the journal alone does not violate this invariant, which then needs a
 * crash, a connection or a disk.
 */
export async function shrinkJournal(
  recording: Recording,
  invariant: string,
  play: PlayJournal,
  tries: TryBudget,
): Promise<PlayedJournal | undefined> {
  const breaks = async (journal: Recording): Promise<PlayedJournal | undefined> => {
    const played = await tries.make(() => play(journal));
    return played?.violation.invariant === invariant ? played : undefined;
  };
  let found = await breaks(recording);
  if (found === undefined) return undefined;
  // Without the removed entries the violation may come later.
  await reduceList(timedEntriesOf(found.recording), async (fewer) => {
    const played = await breaks({ ...recording, frames: framesOf(fewer) });
    found = played ?? found;
    return played !== undefined;
  });
  return found;
}

/** The number of entries. */
export function lengthOf({ frames }: Recording): number {
  return frames.reduce((sum, { entries }) => sum + entries.length, 0);
}

function timedEntriesOf({ frames }: Recording): TimedEntry[] {
  return frames.flatMap(({ tick, entries }) => entries.map((entry) => ({ tick, entry })));
}

function framesOf(timed: readonly TimedEntry[]): Recording['frames'] {
  const byTick = Map.groupBy(timed, ({ tick }) => tick);
  return [...byTick].map(([tick, those]) => ({ tick, entries: those.map(({ entry }) => entry) }));
}
