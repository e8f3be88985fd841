/** Who is to blame for the end of the last process, and who may be. */
import type { Slot } from '../journal/store.ts';
import type { LastRun, CodePart, Suspect } from './activity-record.ts';

export interface Verdict {
  /** It has ended the process. */
  readonly blamed: CodePart | undefined;
  /** They come back one by one and late. */
  readonly suspects: readonly Suspect[];
  /** They were under suspicion, came back, and the process ended without them. */
  readonly cleared: readonly Slot[];
}

const SOMETHING = 'script';

/**
 * A process that ended outside of everybody's code accuses nobody: it was killed. One that ended in somebody's code makes suspects. A
 * suspect is blamed only where the end names it alone, and chance is no explanation: it called for the end, hung or took all
 * memory, or it ran when a process ended once more; where its journal was being played, in the very same tick.
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
  // Only these two tell that it was not somebody outside who ended the process, while handlers waited for something.
  if (!outOfMemory && (ending?.by !== 'hang' || running.length > 0)) return running;
  return [...running, ...effects.filter(({ slot }) => !running.some((runner) => runner.slot === slot))];
}
