/** A worker thread that plays matches of a league one after the other. */
import { parentPort } from 'node:worker_threads';
import type { LeagueResult } from './league-game.ts';
import { leagueGame } from './games.ts';
import type { Fixture } from './fixtures.ts';

export interface LeagueOrder {
  readonly game: string;
  readonly fixture: Fixture;
}

export type LeagueAnswer = { readonly outcome: LeagueResult } | { readonly failed: string };

parentPort?.on('message', (order: LeagueOrder) => {
  void answerTo(order).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo({ game: name, fixture }: LeagueOrder): Promise<LeagueAnswer> {
  try {
    const game = leagueGame(name);
    if (game === undefined) throw new RangeError(`there is no league of "${name}"`);
    return { outcome: await game.play(fixture.entrants, fixture.seed) };
  } catch (error) {
    return { failed: `the match with seed ${fixture.seed} failed: ${String(error)}` };
  }
}
