/** A thread that plays matches of the league, one after the other. */
import { parentPort } from 'node:worker_threads';
import type { LeagueResult } from './league-game.ts';
import { leagueGame } from './games.ts';
import type { Fixture } from './fixtures.ts';

/** What a thread is asked for. */
export interface LeagueOrder {
  readonly game: string;
  readonly fixture: Fixture;
}

/** What it answers. */
export type LeagueAnswer = { readonly outcome: LeagueResult } | { readonly failed: string };

parentPort?.on('message', (order: LeagueOrder) => {
  void answerTo(order).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo({ game, fixture }: LeagueOrder): Promise<LeagueAnswer> {
  try {
    const contest = leagueGame(game);
    if (contest === undefined) throw new RangeError(`there is no league of "${game}"`);
    return { outcome: await contest.play(fixture.entrants, fixture.seed) };
  } catch (error) {
    return { failed: `the match with seed ${fixture.seed} failed: ${String(error)}` };
  }
}
