import type { GameEntry } from './game-view.ts';

/** The games this client can show, by their name on the server. */
const GAMES: Readonly<Record<string, GameEntry>> = {
  'liars-dice': { title: 'Liar’s Dice', load: async () => (await import('./liars-dice/index.ts')).liarsDice },
};

/** The game the lobby opens with. */
export const HOUSE_GAME = 'liars-dice';

export function gameEntry(name: string): GameEntry | undefined {
  return Object.hasOwn(GAMES, name) ? GAMES[name] : undefined;
}
