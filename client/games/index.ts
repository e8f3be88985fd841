import { ArenaSign } from './arena/sign.tsx';
import { ArenaVignette } from './arena/vignette.tsx';
import type { ClientGame } from './game-view.ts';
import { DiceSign } from './liars-dice/sign.tsx';
import { DiceVignette } from './liars-dice/vignette.tsx';

/** The games this client can show, by their name on the server. */
const GAMES: Readonly<Record<string, ClientGame>> = {
  'liars-dice': {
    title: 'Liar’s Dice',
    Sign: DiceSign,
    Vignette: DiceVignette,
    kicker: 'Tonight at the table',
    lead: 'Five dice, one cup, a straight face. Bid on what lies under every cup, and call out the liars.',
    load: async () => (await import('./liars-dice/index.ts')).liarsDice,
  },
  arena: {
    title: 'Arena',
    Sign: ArenaSign,
    Vignette: ArenaVignette,
    kicker: 'Tonight in the arena',
    lead: 'Blaster, railgun, dash. Three minutes, up to sixty fighters, and only the best stand on the podium.',
    load: async () => (await import('./arena/index.ts')).arena,
  },
};

/** The game the lobby opens with. */
export const DEFAULT_GAME = 'liars-dice';

/** All of them, the house's first. */
export const GAME_NAMES: readonly string[] = Object.keys(GAMES);

export function clientGame(name: string): ClientGame | undefined {
  return Object.hasOwn(GAMES, name) ? GAMES[name] : undefined;
}
