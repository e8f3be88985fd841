/** The games that this server offers, of the app's list. Parts for pages and tools are not loaded. */
import { app } from '../package/project.ts';
import { loadGame, type AppGame, type Load } from '../shared/app.ts';
import type { BotScript, Game } from '../shared/runtime/index.ts';
import type { EffectHandlers } from './host/effect-runs.ts';

export interface GameEntry {
  readonly game: Game;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript | undefined;
  readonly effects?: EffectHandlers | undefined;
}

interface ServerParts extends AppGame {
  readonly effects?: Load<EffectHandlers>;
}

export function loadGames(games: readonly ServerParts[]): Promise<readonly GameEntry[]> {
  return Promise.all(
    games.map(async (entry) => {
      const [game, bot, effects] = await Promise.all([loadGame(entry), entry.bot?.(), entry.effects?.()]);
      return { game, bot, effects };
    }),
  );
}

export const games: readonly GameEntry[] = await loadGames(app.games);
