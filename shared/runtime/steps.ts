/** Steps matches and bots together, one tick each. */
import type { BotEntry } from './bot.ts';
import type { Entry } from './entries.ts';

/** Something that moves by ticks, and only by what enters it: a `Match`, or a `BotRun`. */
export interface Steppable<E> {
  step(entries: readonly E[], done: () => void): void;
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
  return new Promise((resolve) => {
    let left = steps.length;
    if (left === 0) resolve();
    const done = (): void => {
      if (--left === 0) resolve();
    };
    for (const step of steps as readonly Step<unknown>[]) step.match.step(step.entries, done);
  });
}
