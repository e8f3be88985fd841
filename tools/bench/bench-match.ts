import { Match } from '../../shared/runtime/host.ts';
import type { Game, GameSpec } from '../../shared/runtime/index.ts';

/** A match that is neither journaled nor sent to anybody. */
export function benchMatch<S extends GameSpec>(game: Game<S>, seed = '1'): Match<S> {
  const { name, tickRate } = game;
  return new Match(game, { format: 1, code: '', game: name, matchId: 'BENCH', seed, options: undefined, tickRate });
}
