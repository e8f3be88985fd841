/** The games that can be simulated, by their names. */
import { simArena } from './arena.ts';
import { simKitchenSink } from './kitchen-sink.ts';
import { simLiarsDice } from './liars-dice.ts';
import type { SimGame } from './sim-game.ts';

const GAMES: readonly SimGame[] = [simLiarsDice, simArena, simKitchenSink];

export const SIM_GAME_NAMES: readonly string[] = GAMES.map(({ game }) => game.name);

export function simGameOf(name: string): SimGame | undefined {
  return GAMES.find(({ game }) => game.name === name);
}
