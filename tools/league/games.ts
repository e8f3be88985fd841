/** The games that have a league. */
import { arenaLeague } from './arena.ts';
import type { LeagueGame } from './league-game.ts';
import { liarsDiceLeague } from './liars-dice.ts';

const GAMES: readonly LeagueGame[] = [arenaLeague, liarsDiceLeague];

export const LEAGUE_GAMES: readonly string[] = GAMES.map(({ name }) => name);

export function leagueGame(name: string): LeagueGame | undefined {
  return GAMES.find((game) => game.name === name);
}
