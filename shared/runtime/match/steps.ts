/** Steps matches and bots together, one tick each. */
import type { BotEntry, Entry, StartFrame } from '../record/entries.ts';
import { useValueRule } from '../state/values.ts';

/** A `Match` or a `BotRun`: it advances by ticks, driven by entries only. */
export interface Steppable<E> {
  /** With the rule for values of its state, if it has one. */
  readonly start?: Pick<StartFrame, 'values'>;
  /** Runs one tick: all entries enter in order, then everything runs until nothing is ready; then `done`. */
  step(entries: readonly E[], done: () => void): void;
}

/** A `Match` that was restored from a snapshot, and must be resumed before its first tick. */
export interface Resumable {
  /** What it was built from. */
  readonly start?: Pick<StartFrame, 'values'>;
  /** Goes on from the snapshot, up to the end of its tick; then `done`. */
  resume(done: () => void): void;
}

/** One tick of a match or bot. */
export interface Step<E> {
  /** What is stepped. */
  readonly match: Steppable<E>;
  /** What enters in this tick, in order. */
  readonly entries: readonly E[];
}

/** The ticks that run together. */
export type Steps = (Step<Entry> | Step<BotEntry>)[];

/**
 * Runs one tick of each. Their turns run together, and all are over before any timer or socket callback of a Node process.
 * Never rejects: a script's error ends its own match, see `ended`.
 */
export function stepMatches(steps: Readonly<Steps>): Promise<void> {
  return byRule(steps as readonly Step<unknown>[], ({ match }) => match.start, stepTogether);
}

function stepTogether(steps: readonly Step<unknown>[], done: () => void): void {
  for (const { match, entries } of steps) match.step(entries, done);
}

/**
 * Resumes matches that were restored from snapshots, each up to the end of its snapshot's tick. Call it once for each, when its
 * state has its encoder and before its first tick. Like {@link stepMatches}, it never rejects.
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

/** Runs those with the same value rule together, then the others: the rule is global while turns run. */
function byRule<T>(
  all: readonly T[],
  ruled: (each: T) => Ruled,
  run: (together: readonly T[], done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (all.length === 0) return resolve();
    const first = all.find((each) => ruled(each) !== undefined);
    const rule = first && ruled(first)?.values;
    // Bots set no values and run with the first group.
    const isOther = (each: T): boolean => (ruled(each) ?? { values: rule }).values !== rule;
    const isMixed = all.some(isOther);
    const together = isMixed ? all.filter((each) => !isOther(each)) : all;
    let left = together.length;
    useValueRule(rule);
    run(together, () => {
      if (--left > 0) return;
      // Between ticks only hosts and tests change the state.
      useValueRule(undefined);
      resolve(isMixed ? byRule(all.filter(isOther), ruled, run) : undefined);
    });
  });
}
