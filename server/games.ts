/** The games that this server offers, each with the bot that takes the seats its script gives away. */
import { liarsDice, liarsDiceBot } from '../shared/games/liars-dice/index.ts';
import { arena, arenaBot } from '../shared/games/arena/index.ts';
import { distinctGames } from '../shared/runtime/host.ts';
import type { BotScript, Game } from '../shared/runtime/index.ts';

export interface GameEntry {
  readonly game: Game;
  readonly bot?: BotScript;
}

export const games: readonly GameEntry[] = distinctGames<GameEntry>([
  { game: liarsDice, bot: liarsDiceBot },
  { game: arena, bot: arenaBot },
]);
