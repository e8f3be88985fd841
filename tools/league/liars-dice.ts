/** Liar's Dice in the league: one match of four. */
import { PERSONALITIES } from '../../shared/games/liars-dice/constants.ts';
import { liarsDice, liarsDiceBotOf } from '../../shared/games/liars-dice/index.ts';
import { seatBots, type LeagueGame } from './league-game.ts';

const SEATS = 4;
const OPTIONS = { seats: SEATS, fillAfterMs: null };
const [CHALLENGES, SPOT_ONS, CAUGHT] = [0, 1, 2] as const;

export const liarsDiceLeague: LeagueGame = {
  name: 'liars-dice',
  personalities: PERSONALITIES,
  seats: SEATS,
  counted: ['challenges', 'spot ons', 'caught'],
  async play(entrants, seed) {
    const scripts = entrants.map(({ skill, personality }) =>
      liarsDiceBotOf({ skill, personality: PERSONALITIES[personality] }),
    );
    const match = await seatBots(liarsDice, OPTIONS, scripts, seed);
    const { state } = match;
    const figures = entrants.map(() => [0, 0, 0]);
    const count = (seat: number, what: typeof CHALLENGES | typeof SPOT_ONS | typeof CAUGHT): void => {
      const own = figures[seat];
      if (own !== undefined) own[what] = (own[what] ?? 0) + 1;
    };
    let seen = 0;
    await match.until(() => {
      const { kind, caller, bidder, seat } = state.reveal;
      if (state.phase === 'reveal' && state.round !== seen) {
        seen = state.round;
        count(caller, kind === 'spotOn' ? SPOT_ONS : CHALLENGES);
        if (kind === 'challenge' && seat === bidder) count(bidder, CAUGHT);
      }
      return state.winner >= 0;
    });
    return { winner: state.winner, figures };
  },
};
