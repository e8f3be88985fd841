/** Steps matches and bots together, one tick each. */
import type { BotEntry } from './bot.ts';
import type { Entry } from './entries.ts';

/** Something that moves by ticks, and only by what enters it: a `Match`, or a `BotRun`. */
export interface Steppable<E> {
  step(entries: readonly E[], done: () => void): void;
}

/** Something that was built from a snapshot, and has to go on from there before its first tick: a `Match`. */
export interface Resumable {
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
  return new Promise((resolve) => {
    let left = steps.length;
    if (left === 0) resolve();
    const done = (): void => {
      if (--left === 0) resolve();
    };
    for (const step of steps as readonly Step<unknown>[]) step.match.step(step.entries, done);
  });
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
  return new Promise((resolve) => {
    let left = matches.length;
    if (left === 0) resolve();
    const done = (): void => {
      if (--left === 0) resolve();
    };
    for (const match of matches) match.resume(done);
  });
}
