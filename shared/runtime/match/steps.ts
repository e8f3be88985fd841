/** Steps matches and bots together, one tick each. */
import type { BotEntry, Entry, StartFrame } from '../record/entries.ts';
import { useValueRule } from '../state/values.ts';

/** Something that moves by ticks, and only by what enters it: a `Match`, or a `BotRun`. */
export interface Steppable<E> {
  /** With the rule by which its state takes values, where it has one. */
  readonly start?: Pick<StartFrame, 'values'>;
  step(entries: readonly E[], done: () => void): void;
}

/** Something that was built from a snapshot, and has to go on from there before its first tick: a `Match`. */
export interface Resumable {
  readonly start?: Pick<StartFrame, 'values'>;
  resume(done: () => void): void;
}

/** One tick of one of them. */
export interface Step<E> {
  readonly match: Steppable<E>;
  readonly entries: readonly E[];
}

/**
 * Runs one tick of each. Their turns go together, and all of it is over before any timer or socket of a Node process
 * gets its turn. Never rejects: a script's error ends its own match, and `ended` tells.
 */
export function stepMatches(steps: readonly (Step<Entry> | Step<BotEntry>)[]): Promise<void> {
  return byRule(steps as readonly Step<unknown>[], ({ match }) => match.start, stepTogether);
}

function stepTogether(steps: readonly Step<unknown>[], done: () => void): void {
  for (const { match, entries } of steps) match.step(entries, done);
}

/**
 * Lets matches that were built from snapshots go on from there, each up to the end of its snapshot's tick. To be called
 * once for each, when its state has its encoder and before its first tick. Never rejects, as {@link stepMatches}.
 *
 * @example
 * const match = new Match(game, start, { from: snapshot });
 * const encoder = new Encoder(match.state);
 * await resumeMatches([match]);
 */
export function resumeMatches(matches: readonly Resumable[]): Promise<void> {
  return byRule(matches, ({ start }) => start, resumeTogether);
}

function resumeTogether(matches: readonly Resumable[], done: () => void): void {
  for (const match of matches) match.resume(done);
}

type Ruled = Pick<StartFrame, 'values'> | undefined;

/** Runs those of one rule for values together, and the rest after them: turns of many matches go together, and there is one rule at a time. */
function byRule<T>(
  all: readonly T[],
  ruled: (each: T) => Ruled,
  run: (together: readonly T[], done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (all.length === 0) return resolve();
    const first = all.find((each) => ruled(each) !== undefined);
    const rule = first && ruled(first)?.values;
    // Bots set no values, and go with the first.
    const isOther = (each: T): boolean => (ruled(each) ?? { values: rule }).values !== rule;
    const isMixed = all.some(isOther);
    const together = isMixed ? all.filter((each) => !isOther(each)) : all;
    let left = together.length;
    useValueRule(rule);
    run(together, () => {
      if (--left > 0) return;
      // Between ticks nobody but a host or a test has the state in hand.
      useValueRule(undefined);
      resolve(isMixed ? byRule(all.filter(isOther), ruled, run) : undefined);
    });
  });
}
