/** The games that network bots can play. */
import { liarsDice, liarsDiceBot } from '../../shared/games/liars-dice/index.ts';
import type { BotScript, Game } from '../../shared/runtime/index.ts';

export interface PlayableGame {
  readonly game: Game;
  readonly script: BotScript;
  /** What bots choose when they open a table for as many as they are. */
  tableFor(bots: number): Record<string, unknown>;
  /** Changes with each match that ends: from false to true. */
  isMatchOver(state: unknown): boolean;
}

const GAMES: readonly PlayableGame[] = [
  {
    game: liarsDice,
    script: liarsDiceBot,
    tableFor: (bots) => ({ seats: Math.min(Math.max(bots, liarsDice.seats.min), liarsDice.seats.max) }),
    isMatchOver: (state) => state instanceof Object && 'winner' in state && Number(state.winner) >= 0,
  },
];

export const GAME_NAMES: readonly string[] = GAMES.map(({ game }) => game.name);

export function playableGame(name: string): PlayableGame | undefined {
  return GAMES.find(({ game }) => game.name === name);
}
