/** Liar's Dice as the simulator plays, attacks and checks it. */
import { PACE, SKILLS } from '../../../shared/games/liars-dice/constants.ts';
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import type { Table } from '../../../shared/games/liars-dice/state.ts';
import { hostileInLiarsDice } from './liars-dice/hostile.ts';
import { leakInLiarsDice } from './liars-dice/leak.ts';
import { LiarsDiceWatcher } from './liars-dice/watcher.ts';
import { simGame } from './sim-game.ts';

/** How long empty seats wait for players, at most. */
const LONGEST_FILL_MS = 15_000;
/** Among easy bots players stay for a second match. */
const MOST_MATCHES = 2;
/** A match loses at most 29 dice, and some come back. */
const ROUNDS = 36;
/** A round of bots has about five turns, and seldom more than these. */
const TURNS = 8;
/** A bot thinks for at most 2.5 s; the rest is for latency and messages that are sent again. */
const TURN_MS = 4_000;
const MATCH_MS = ROUNDS * (PACE.rollMs + PACE.revealMs + TURNS * TURN_MS) + PACE.rematchMs;
/** The turns of a disconnected player time out until its grace period ends. */
const GONE_MS = 2 * PACE.turnMs + (liarsDice.reconnectGraceMs ?? 0);

export const simLiarsDice = simGame({
  game: liarsDice,
  bot: liarsDiceBot,
  /** Bots always join in the end: otherwise a table might wait for players forever. */
  setup(random) {
    const seats = random.int(2, 6);
    const fillAfterMs = random.pick([0, 2_000, LONGEST_FILL_MS]);
    return { options: { seats, fillAfterMs, skill: random.pick(SKILLS) }, players: random.int(1, seats) };
  },
  watch: (match, reached) => new LiarsDiceWatcher(match, reached),
  branches: [
    ...['a challenge is right', 'a challenge is wrong', 'a spot on is right', 'a spot on is wrong', 'a die comes back'],
    ...['somebody breaks in', 'somebody is out', 'somebody leaves a match', 'a forfeit', 'a turn runs out'],
    ...['bots take empty seats', 'a match is won', 'all others have left', 'a rematch', 'a seat is free for a rematch'],
  ],
  leak: leakInLiarsDice,
  isWorstMoment,
  hostile: hostileInLiarsDice,
  isOver,
  /** Bots fill the seats, the grace periods end, and then bots play the matches. */
  budgetMs: LONGEST_FILL_MS + PACE.fillRetryMs + GONE_MS + MOST_MATCHES * MATCH_MS,
});

function isOver({ phase, skill, seats }: Table): boolean {
  if (phase !== 'result') return false;
  return skill !== 'easy' || seats.reduce((sum, { wins }) => sum + wins, 0) >= MOST_MATCHES;
}

/** It is the player's turn, the standing bid is theirs, or the match ends if they leave. */
function isWorstMoment({ phase, turn, calls, seats, reveal }: Table, seat: number): boolean {
  if (!seats[seat]?.playing) return false;
  if (phase === 'reveal') return reveal.seat === seat;
  if (phase !== 'bidding') return false;
  return turn === seat || calls.at(-1)?.seat === seat || seats.filter(({ playing }) => playing).length === 2;
}
