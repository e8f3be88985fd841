/** The arena in the league: short rounds of eight, each for itself. */
import { arena, arenaBotOf, lastKills, PERSONALITIES } from '../../shared/games/arena/index.ts';
import { seatBots, type LeagueGame } from './league-game.ts';

const SEATS = 8;
const OPTIONS = { seats: SEATS, fill: 0, roundMs: 60_000 };

export const arenaLeague: LeagueGame = {
  name: 'arena',
  personalities: PERSONALITIES,
  seats: SEATS,
  counted: ['kills', 'rays', 'deaths'],
  async play(entrants, seed) {
    const scripts = entrants.map(({ skill, personality }) =>
      arenaBotOf({ skill, personality: PERSONALITIES[personality] }),
    );
    const match = await seatBots(arena, OPTIONS, scripts, seed);
    const { state } = match;
    const rays = entrants.map(() => 0);
    let seen = 0;
    await match.until(() => {
      for (const { number, killer, weapon } of lastKills(state)) {
        if (number > seen && weapon === 'railgun') rays[killer] = (rays[killer] ?? 0) + 1;
        seen = Math.max(seen, number);
      }
      return state.phase === 'podium';
    });
    const figures = state.fighters.map(({ score, deaths }, seat) => [score, rays[seat] ?? 0, deaths]);
    return { winner: state.podium[0] ?? -1, figures };
  },
};
