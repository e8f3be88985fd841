/** Makes a short journal of one that violates an invariant by itself. */
import type { Entry, Recording } from '../../../shared/runtime/host.ts';
import type { PlayedJournal } from './play-journal.ts';
import { reduceList } from './reduce.ts';
import type { TryBudget } from './try-budget.ts';

export type PlayJournal = (recording: Recording) => Promise<PlayedJournal | undefined>;

interface Happening {
  readonly tick: number;
  readonly entry: Entry;
}

/**
 * The result of the shortest journal that was found; undefined if the journal alone does not violate this invariant:
 * a crash, a line, a disk.
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
  // A invariant may be broken later without what is left out.
  await reduceList(happeningsOf(found.recording), async (fewer) => {
    const played = await breaks({ ...recording, frames: framesOf(fewer) });
    found = played ?? found;
    return played !== undefined;
  });
  return found;
}

/** How many entries it has. */
export function lengthOf({ frames }: Recording): number {
  return frames.reduce((sum, { entries }) => sum + entries.length, 0);
}

function happeningsOf({ frames }: Recording): Happening[] {
  return frames.flatMap(({ tick, entries }) => entries.map((entry) => ({ tick, entry })));
}

function framesOf(happenings: readonly Happening[]): Recording['frames'] {
  const byTick = Map.groupBy(happenings, ({ tick }) => tick);
  return [...byTick].map(([tick, those]) => ({ tick, entries: those.map(({ entry }) => entry) }));
}
