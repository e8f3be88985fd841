/** The games that can be simulated, by their names: those of the app that have invariants, and one of the tests. */
import { app } from '../../../package/project.ts';
import { loadAll } from '../../../shared/app.ts';
import { simKitchenSink } from './kitchen-sink.ts';
import type { SimGame } from './sim-game.ts';

const GAMES: readonly SimGame[] = [...(await loadAll(app.games.map(({ invariants }) => invariants))), simKitchenSink];

export const SIM_GAME_NAMES: readonly string[] = GAMES.map(({ game }) => game.name);

export function simGameOf(name: string): SimGame | undefined {
  return GAMES.find(({ game }) => game.name === name);
}
