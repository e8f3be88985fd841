/** A thread that plays matches of the league, one after the other. */
import { parentPort } from 'node:worker_threads';
import type { Outcome } from './contest.ts';
import { contestNamed } from './contests.ts';
import type { Fixture } from './fixtures.ts';

/** What a thread is asked for. */
export interface Order {
  readonly game: string;
  readonly fixture: Fixture;
}

/** What it answers. */
export type Answer = { readonly outcome: Outcome } | { readonly failed: string };

parentPort?.on('message', (order: Order) => {
  void answerTo(order).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo({ game, fixture }: Order): Promise<Answer> {
  try {
    const contest = contestNamed(game);
    if (contest === undefined) throw new RangeError(`there is no league of "${game}"`);
    return { outcome: await contest.play(fixture.entrants, fixture.seed) };
  } catch (error) {
    return { failed: `the match with seed ${fixture.seed} failed: ${String(error)}` };
  }
}
