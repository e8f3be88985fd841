/** `greenroom/app`: what `greenroom.config.ts` imports. */
import type { FunctionComponent } from 'preact';
import type { NetworkBots } from '../client/bots/network-bots.ts';
import type { GameView, LobbyArt } from '../client/games/game-view.ts';
import type { App, AppGame, Load } from '../shared/app.ts';
import type { SimGame } from '../tools/sim/games/sim-game.ts';
import type { LeagueGame } from '../tools/league/league-game.ts';
import type { StateProbe } from '../tools/load/state-probe.ts';

export type { App, Load } from '../shared/app.ts';

/** A game of the list, with all the parts that it may have. Pages load those that are marked so, and nothing else. */
export interface GameEntry extends AppGame {
  /** Pages: without it the lobby does not show the game. */
  readonly view?: Load<GameView>;
  /** Pages: how to play. */
  readonly rules?: Load<FunctionComponent>;
  /** Pages: what the lobby draws of the game. */
  readonly lobbyArt?: Load<LobbyArt>;
  /** `greenroom bots` and `greenroom load`: what can be chosen of the bots. */
  readonly networkBots?: Load<NetworkBots>;
  /** `greenroom load`: what must never go back in the state. */
  readonly stateProbe?: Load<StateProbe>;
  /** `greenroom sim`: the invariants of the game. */
  readonly invariants?: Load<SimGame>;
  /** `greenroom league`. */
  readonly league?: Load<LeagueGame>;
}

/**
 * Declares an app: the one list of games, for server, lobby, practice, replay, bots, simulator, load and league. Each part is
 * loaded by those who need it; a feature whose part a game lacks is not offered.
 *
 * @example
 * export const app = defineApp({
 *   games: [
 *     {
 *       name: 'coin',
 *       title: 'Coin',
 *       lead: 'Heads or tails?',
 *       game: async () => (await import('./games/coin/game.ts')).coin,
 *       view: async () => (await import('./games/coin/view.tsx')).view,
 *     },
 *   ],
 * });
 */
export function defineApp(app: App<GameEntry>): App<GameEntry> {
  return app;
}
