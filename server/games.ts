/** Loads the games that a server offers, of an app's list. Parts for pages and tools are not loaded. */
import { loadGame, type AppGame } from '../shared/app.ts';
import type { BotScript, Game, GameEffects } from '../shared/runtime/index.ts';

export interface GameEntry {
  readonly game: Game;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript | undefined;
  /** What its effects do; undefined: it has none. */
  readonly effects?: GameEffects | undefined;
}

export function loadGames(games: readonly AppGame[]): Promise<readonly GameEntry[]> {
  return Promise.all(
    games.map(async (entry) => {
      const [game, bot, effects] = await Promise.all([loadGame(entry), entry.bot?.(), entry.effects?.()]);
      return { game, bot, effects };
    }),
  );
}
