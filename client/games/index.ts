/** The games that pages can show, of the app's list. */
import { app } from '../../package/project.ts';
import type { ClientGame } from './game-view.ts';

const GAMES: readonly ClientGame[] = app.games.flatMap(({ view, ...entry }) => (view ? [{ ...entry, view }] : []));

/** The game that the lobby opens with. */
export const DEFAULT_GAME = GAMES[0]?.name ?? '';

export const GAME_NAMES: readonly string[] = GAMES.map(({ name }) => name);

export function clientGame(name: string): ClientGame | undefined {
  return GAMES.find((game) => game.name === name);
}
