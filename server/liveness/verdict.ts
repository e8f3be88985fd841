/** Decides which match ended the last process, and which ones may have. */
import type { Slot } from '../journal/store.ts';
import type { LastRun, CodePart, Suspect } from './activity-record.ts';

export interface Verdict {
  /** It has ended the process. */
  readonly blamed: CodePart | undefined;
  /** They are recovered one by one, after all others. */
  readonly suspects: readonly Suspect[];
  /** Suspects that were recovered before the process ended without them. */
  readonly cleared: readonly Slot[];
}

const SOMETHING = 'script';

/**
 * A process that ended outside of every match's code was killed: no match is blamed. One that ended within some makes them suspects. A suspect is
 * blamed only where the end points to it alone, and chance is no explanation: it called for the end, hung or used up all memory, or it
 * ran when a process ended once more (in the very same tick, where its journal was being replayed).
 */
export function findCulprit(last: LastRun | undefined, outOfMemory: boolean): Verdict {
  if (last === undefined) return { blamed: undefined, suspects: [], cleared: [] };
  const named = namedBy(last, outOfMemory);
  const known = new Map(last.suspects.map((suspect) => [suspect.slot, suspect]));
  if (named.length === 0) {
    const isCleared = ({ back }: Suspect): boolean => back === true;
    return {
      blamed: undefined,
      suspects: last.suspects.filter((suspect) => !isCleared(suspect)),
      cleared: last.suspects.filter(isCleared).map(({ slot }) => slot),
    };
  }
  const before = named.filter(({ slot }) => known.has(slot));
  const only = named.length === 1 ? named[0] : before.length === 1 ? before[0] : undefined;
  const isProof = last.ending !== undefined || outOfMemory;
  const isAgain =
    only !== undefined &&
    known.has(only.slot) &&
    (last.doing.at !== 'recovery' || known.get(only.slot)?.tick === only.tick);
  const blamed = only !== undefined && (isProof || isAgain) ? only : undefined;
  const suspects = new Map<Slot, Suspect>();
  for (const { slot, part, tick } of [...last.suspects, ...named]) {
    const earlier = suspects.get(slot);
    suspects.set(slot, { slot, part: part ?? earlier?.part, tick: tick ?? earlier?.tick });
  }
  return {
    blamed: blamed && { slot: blamed.slot, part: blamed.part ?? SOMETHING },
    suspects: [...suspects.values()],
    cleared: [],
  };
}

function namedBy({ doing, effects, ending }: LastRun, outOfMemory: boolean): Suspect[] {
  if (doing.at === 'stopped') return [];
  const running = (doing.by ?? []).map(({ slot, tick }) => ({ slot, tick, part: doing.part }));
  const calling = ending?.part;
  if (calling !== undefined) return [{ ...running.find(({ slot }) => slot === calling.slot), ...calling }];
  // Only these two prove that the process was not ended from outside, while handlers waited for something.
  if (!outOfMemory && (ending?.by !== 'hang' || running.length > 0)) return running;
  return [...running, ...effects.filter(({ slot }) => !running.some((runner) => runner.slot === slot))];
}
