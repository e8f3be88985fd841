/** Loads the games that a server offers, of an app's list. Parts for pages and tools are not loaded. */
import { loadGame, type AppGame, type Load } from '../shared/app.ts';
import type { BotScript, Game } from '../shared/runtime/index.ts';
import type { EffectHandlers } from './host/effect-runs.ts';

export interface GameEntry {
  readonly game: Game;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript | undefined;
  readonly effects?: EffectHandlers | undefined;
}

/** What a server needs of a game of an app. */
export interface ServerGame extends AppGame {
  /** What the game's effects do. */
  readonly effects?: Load<EffectHandlers>;
}

export function loadGames(games: readonly ServerGame[]): Promise<readonly GameEntry[]> {
  return Promise.all(
    games.map(async (entry) => {
      const [game, bot, effects] = await Promise.all([loadGame(entry), entry.bot?.(), entry.effects?.()]);
      return { game, bot, effects };
    }),
  );
}
