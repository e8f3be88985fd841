/** Steps matches and bots together, one tick each. */
import type { BotEntry } from './bot.ts';
import type { Entry, StartFrame } from './entries.ts';
import { useValueRule, type ValueRule } from './state/values.ts';

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
  return byRule(steps as readonly Step<unknown>[], ({ match }) => match.start?.values, stepTogether);
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
  return byRule(matches, ({ start }) => start?.values, resumeTogether);
}

function resumeTogether(matches: readonly Resumable[], done: () => void): void {
  for (const match of matches) match.resume(done);
}

/** Runs those of one rule for values together, and the rest after them: turns of many matches go together, and there is one rule at a time. */
function byRule<T>(
  all: readonly T[],
  ruleOf: (each: T) => ValueRule | undefined,
  run: (together: readonly T[], done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const [first] = all;
    if (first === undefined) return resolve();
    const rule = ruleOf(first);
    const isMixed = all.some((each) => ruleOf(each) !== rule);
    const together = isMixed ? all.filter((each) => ruleOf(each) === rule) : all;
    useValueRule(rule);
    let left = together.length;
    run(together, () => {
      if (--left > 0) return;
      // Between ticks nobody but a host or a test has the state in hand.
      useValueRule(undefined);
      if (!isMixed) return resolve();
      const rest = all.filter((each) => ruleOf(each) !== rule);
      resolve(byRule(rest, ruleOf, run));
    });
  });
}
