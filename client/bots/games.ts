/** The games that network bots can play: those of the app's list that have a bot. */
import { app } from '../../package/project.ts';
import { loadGame, type AppGame, type Load } from '../../shared/app.ts';
import type { BotScript, Game } from '../../shared/runtime/index.ts';
import type { NetworkBots } from './network-bots.ts';

export interface PlayableGame extends NetworkBots {
  readonly game: Game;
  readonly script: BotScript;
}

interface BotParts extends AppGame {
  readonly networkBots?: Load<NetworkBots>;
}

/** A game that says nothing of network bots is played with its defaults, and its matches are not counted. */
export async function loadPlayable(games: readonly BotParts[]): Promise<readonly PlayableGame[]> {
  const loaded = await Promise.all(
    games.map(async (entry) => {
      const [game, script, bots] = await Promise.all([loadGame(entry), entry.bot?.(), entry.networkBots?.()]);
      return script === undefined ? undefined : { ...defaultsOf(script), ...bots, game, script };
    }),
  );
  return loaded.filter((game) => game !== undefined);
}

function defaultsOf(script: BotScript): NetworkBots {
  return { skills: [], personalities: [], scriptFor: () => script, tableFor: () => ({}), isMatchOver: () => false };
}

const GAMES = await loadPlayable(app.games);

export const GAME_NAMES: readonly string[] = GAMES.map(({ game }) => game.name);

/** For people: what they may choose in each game. */
export const PERSONALITY_NAMES = GAMES.filter(({ personalities }) => personalities.length > 0).map(
  ({ game, personalities }) => `${game.name}: ${personalities.join(', ')}`,
);

export function playableGame(name: string): PlayableGame | undefined {
  return GAMES.find(({ game }) => game.name === name);
}
