/** The games that have a league, of the app's list. */
import { app } from '../../package/project.ts';
import { loadAll } from '../../shared/app.ts';
import type { LeagueGame } from './league-game.ts';

const GAMES: readonly LeagueGame[] = await loadAll(app.games.map(({ league }) => league));

export const LEAGUE_GAMES: readonly string[] = GAMES.map(({ name }) => name);

export function leagueGame(name: string): LeagueGame | undefined {
  return GAMES.find((game) => game.name === name);
}
