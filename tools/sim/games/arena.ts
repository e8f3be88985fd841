/** The arena as the simulator plays, attacks and checks it. */
import { arena, arenaBot, FIGHTER, PACE, SKILLS, type Arena } from '../../../shared/games/arena/index.ts';
import { hostileInArena } from './arena/hostile.ts';
import { leakInArena } from './arena/leak.ts';
import { ArenaWatcher } from './arena/watcher.ts';
import { simGame } from './sim-game.ts';

const ROUND_MS = { min: 10_000, max: 40_000 } as const;
/** The most fighters: the cost of a simulation grows with them. */
const MOST_FIGHTERS = 12;
const MOST_ROUNDS = 2;
/** Maps grow with the seats: there is one for each of these numbers. */
const SEATS = [2, 4, 8, 10, 14, 30, 60] as const;

export const simArena = simGame({
  game: arena,
  bot: arenaBot,
  /** At least two fighters: one alone would wait forever. */
  setup(random) {
    const players = random.int(2, 8);
    const seats = random.pick(SEATS.filter((each) => each >= players));
    const fill = random.int(2, Math.min(seats, random.pick([2, players, MOST_FIGHTERS])));
    const mode = random.pick(['free', 'teams'] as const);
    return {
      options: { seats, fill, mode, skill: random.pick(SKILLS), roundMs: random.int(ROUND_MS.min, ROUND_MS.max) },
      players,
    };
  },
  watch: (match, reached) => new ArenaWatcher(match, reached),
  branches: [
    ...['a dash', 'the railgun is fired', 'a kill by railgun', 'a kill by blaster', 'a kill by one who is dead'],
    ...['a boost is taken', 'a shield is taken', 'somebody comes back', 'somebody leaves a fight', 'a late fighter'],
    ...['podium', 'a team wins', 'sudden death', 'sudden death is over', 'next map', 'a bot comes', 'too few are left'],
  ],
  leak: leakInArena,
  isWorstMoment,
  hostile: hostileInArena,
  isOver,
  /**
   * The worst case starts right after a podium: two waits for bots, then the most rounds, each with all of its sudden death. A disconnected
   * player holds a seat for the grace period, after which the others may wait for bots once more.
   */
  budgetMs:
    (arena.reconnectGraceMs ?? 0) +
    2 * (PACE.fillMs + PACE.fillRetryMs) +
    (MOST_ROUNDS + 1) * (PACE.countdownMs + ROUND_MS.max + PACE.suddenDeathMs + PACE.podiumMs),
});

/** Among easy bots players stay for a second round. */
function isOver({ phase, round, skill }: Arena): boolean {
  return phase === 'podium' && round >= (skill === 'easy' ? MOST_ROUNDS : 1);
}

/** Its bullets fly, it is nearly dead, it leads, or one kill decides the round. */
function isWorstMoment({ phase, fighters }: Arena, seat: number): boolean {
  const fighter = fighters[seat];
  if (fighter === undefined || (phase !== 'fight' && phase !== 'sudden')) return false;
  const { alive, body, score } = fighter;
  if (phase === 'sudden' || !alive) return true;
  if (body.bullets.size > 0 || body.health < FIGHTER.health / 3) return true;
  return score > 0 && fighters.every((other) => other.score <= score);
}
