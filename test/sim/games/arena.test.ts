import { StateView } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { BLASTER, FIGHTER, INTEREST, TILE, type Fighter } from '../../../shared/games/arena/index.ts';
import { Bullet, SERVER_ONLY, Kill, OWN } from '../../../shared/games/arena/state.ts';
import type { ArenaMatch } from '../../../tools/sim/games/arena/snapshot.ts';
import { simArena } from '../../../tools/sim/games/arena.ts';
import type { RoomSetup } from '../../../tools/sim/games/sim-game.ts';
import { trial } from '../../../tools/sim/games/trial.ts';

type State = ArenaMatch['state'];
type Tamper = (match: ArenaMatch) => boolean;

const SMALL = { players: 3, options: { seats: 4, fill: 2, mode: 'free', skill: 'sharp', roundMs: 12_000 } } as const;
const TABLES: Readonly<Record<string, RoomSetup>> = {
  "a team's score is the number of its kills": { ...SMALL, options: { ...SMALL.options, mode: 'teams' } },
  'a client sees at most the nearest fighters': { players: 12, options: { ...SMALL.options, seats: 14 } },
};

/** Breaks the state in the first tick in which `at` finds what to break. */
function when<T>(
  at: (match: ArenaMatch) => T | false | undefined,
  breakIt: (found: T, match: ArenaMatch) => unknown,
): Tamper {
  return (match) => {
    const found = at(match);
    if (found === false || found === undefined) return false;
    breakIt(found, match);
    return true;
  };
}

const inPhase =
  (phase: string) =>
  ({ state, now }: ArenaMatch): State | false =>
    state.phase === phase && now > 200 && state;
/** A living, unprotected fighter during a fight. */
const fighting =
  (wish: (fighter: Fighter) => boolean = () => true) =>
  ({ state, now }: ArenaMatch): Fighter | undefined =>
    state.phase === 'fight' && now > 6_000
      ? state.fighters.find((each) => each.alive && !each.body.safe && wish(each))
      : undefined;
const alive = fighting();
const dead = ({ state, now }: ArenaMatch): Fighter | undefined =>
  state.phase === 'fight'
    ? state.fighters.find(
        (each) => each.player !== '' && !each.alive && each.backAt > now + 500 && each.backAt < now + 2_400,
      )
    : undefined;
const flying = ({ state, tick }: ArenaMatch): Bullet | undefined => {
  const bullets = [...state.fighters].flatMap(({ body }) => [...body.bullets.values()]);
  return bullets.find(({ born }) => born < tick);
};
const fired = ({ state, tick }: ArenaMatch): Bullet | undefined =>
  [...state.fighters].flatMap(({ body }) => [...body.bullets.values()]).find(({ born }) => born === tick && tick > 60);
const killed = ({ state: { feed } }: ArenaMatch): Kill | undefined => feed[0];
const begins = ({ state, now }: ArenaMatch): State | false =>
  state.phase === 'countdown' && state.deadline - now > 2_990 && state;

/** The podium of a round without sudden death. */
function podiumAfterFight(): (match: ArenaMatch) => State | false {
  let before = '';
  return ({ state }) => {
    const isIt = before === 'fight' && state.phase === 'podium';
    before = state.phase;
    return isIt && state;
  };
}

/** A fighter nearby, in a view that was updated in this tick. */
function nearAndSeen({
  state,
  players,
  tick,
}: ArenaMatch): { view: ArenaMatch['players'][number]['view']; fighter: Fighter } | undefined {
  if (state.phase !== 'fight') return undefined;
  for (const { seat, view } of players) {
    if (seat % INTEREST.pauseTicks !== tick % INTEREST.pauseTicks) continue;
    const { x, y } = state.fighters[seat]!.body;
    const isNear = ({ body }: Fighter): boolean => Math.hypot(body.x - x, body.y - y) < INTEREST.near;
    const fighter = state.fighters.find(
      (each, other) => other !== seat && each.alive && view.has(each) && isNear(each),
    );
    if (fighter !== undefined) return { view, fighter };
  }
  return undefined;
}

const BROKEN: Readonly<Record<string, Tamper>> = {
  'a fighter is alive exactly while it has health': when(alive, (it) => (it.alive = false)),
  'health and shield stay within their maximum': when(alive, ({ body }) => (body.shield = 61)),
  'exactly the seated players have a fighter': when(alive, (it) => (it.player = 'somebody else')),
  'a free seat has no health, bullets or score': when(inPhase('fight'), ({ fighters }) => (fighters.at(-1).score = 2)),
  'a dead fighter respawns in time': when(dead, (it) => (it.backAt -= 3_000)),
  'nobody is inside a wall': when(alive, ({ body }) => (body.x = TILE / 2)),
  'spawn protection ends in time': when(alive, ({ body }) => (body.safe = true)),
  'a fighter takes at most two steps per tick': when(alive, ({ body }) => (body.steps += 2)),
  'nobody respawns early': when(dead, (it) => it.assign({ alive: true }) && it.body.assign({ health: 100 })),
  'nobody is faster than the rules allow': when(alive, ({ body }) => (body.y += body.y > 5_000 ? -400 : 400)),
  'fighters spawn at spawn points': when(begins, ({ fighters }) => (fighters[0]!.body.y += 120)),
  'nobody dashes during the dash cooldown': when(
    fighting(({ body }) => body.dashReady > body.steps + 20 && body.dashReady < body.steps + 50),
    ({ body }) => body.assign({ dashReady: body.steps + 60, dashEnds: body.steps + 5 }),
  ),
  'nobody fires during a weapon cooldown': when(
    fighting(({ body }) => body.blasterReady > body.steps + 2),
    ({ body }) => (body.shots += 1),
  ),
  'only power-ups heal': when(
    fighting(({ body }) => body.health < 50),
    ({ body }) => (body.health = FIGHTER.health),
  ),
  'spawn protection prevents damage': when(
    ({ state, now }) =>
      state.phase === 'fight' && state.fighters.find(({ body, backAt }) => body.safe && now > backAt + 100),
    ({ body }) => (body.health -= 16),
  ),
  'damage happens only during a fight': when(inPhase('countdown'), ({ fighters }) => (fighters[0]!.body.health -= 16)),
  'damage is a sum of weapon hits': when(alive, ({ body }) => (body.health -= 1)),
  'spawn protection never comes back within a life': when(alive, ({ body }) => (body.safe = true)),
  'spawn protection lasts until the first shot or its time limit': when(
    ({ state, now }) =>
      state.fighters.find(({ body, backAt }) => body.safe && now > backAt + 300 && body.blasterReady === 0),
    ({ body }) => (body.safe = false),
  ),
  'a death lasts exactly the respawn time': when(
    ({ state, now }) => state.fighters.find((it) => it.player !== '' && !it.alive && it.backAt - now > 2_490),
    (it) => (it.backAt += 500),
  ),
  'a bullet never changes course': when(flying, (bullet) => (bullet.aim = (bullet.aim + 1) % 1_024)),
  'no bullet flies beyond its range': when(alive, ({ body }, { state, tick }) => {
    const bullet = new Bullet().assign({
      x: body.x,
      y: body.y,
      born: tick - BLASTER.flightTicks,
      seat: state.fighters.indexOf(body as never),
    });
    body.bullets.set('1', bullet);
  }),
  'a bullet starts where and when its owner fires': when(fired, (bullet) => (bullet.x += 700)),
  'lag compensation is bounded': when(fired, (bullet) => (bullet.seenMsAgo = 401)),
  'a round begins without kills': when(begins, ({ feed }) => void feed.push(new Kill())),
  'a round begins without scores': when(begins, ({ fighters }) => (fighters[0]!.score = 1)),
  'the kill feed shows the last kills': when(killed, (_, { state: { feed } }) => void feed.push(new Kill())),
  "a team's score is the number of its kills": when(alive, (_, { state }) => (state.teamScores[1] = 3)),
  'kills happen only during a fight': when(
    inPhase('countdown'),
    ({ feed }) => void feed.push(new Kill().assign({ number: 1, victim: 1 })),
  ),
  'a kill names an enemy and a dead victim': when(killed, (kill) => (kill.victim = kill.killer)),
  'a score is the number of kills': when(alive, (it) => (it.score += 1)),
  'deaths match the kills': when(alive, (it) => (it.deaths += 1)),
  'nobody dies without a kill': when(alive, (it, { now }) => {
    it.assign({ alive: false, backAt: now + FIGHTER.respawnMs });
    it.body.health = 0;
  }),
  'every map has its pads': when(begins, ({ pads }) => void pads.pop()),
  'a pad stays empty until its respawn time': when(inPhase('countdown'), ({ pads }) => (pads[0]!.ready = true)),
  'a pad refills in time': when(inPhase('fight'), ({ pads }) => (pads[0]!.readyAt = 1)),
  'a fighter on a pad takes its power-up': when(
    ({ state }) => state.pads.find(({ ready }) => ready),
    (pad, { now }) => pad.assign({ ready: false, readyAt: now + (pad.kind === 'shield' ? 20_000 : 15_000) }),
  ),
  'no phase is longer than its limit': when(inPhase('fight'), (state) => (state.deadline += 100_000)),
  'a phase ends at its deadline': when(inPhase('fight'), (state) => (state.deadline = 1)),
  'a phase keeps its deadline': when(alive, (_, { state }) => (state.deadline -= 40)),
  'a fighter takes no more steps than there are ticks': ({ state }) => {
    if (state.phase === 'countdown') for (const { body, alive: lives } of state.fighters) if (lives) body.steps += 1;
    return false;
  },
  'rounds are counted one by one': when(inPhase('fight'), (state) => (state.round += 1)),
  'phases follow in their order': when(inPhase('countdown'), (state) => (state.phase = 'sudden')),
  'maps rotate': when(begins, (state) => (state.map = state.map === 'pit' ? 'cloister' : 'pit')),
  'a phase starts with its full length': when(begins, (state) => (state.deadline -= 5)),
  'every round starts with fresh fighters': when(begins, ({ fighters }) => (fighters[0]!.body.health = 99)),
  'the leader wins without sudden death': when(podiumAfterFight(), (state) =>
    state.assign({ phase: 'sudden', deadline: state.deadline }),
  ),
  'nobody wins without leading': when(podiumAfterFight(), ({ fighters }) => {
    for (const fighter of fighters) fighter.score = 3;
  }),
  'the podium shows the best': when(inPhase('podium'), ({ podium }) => void podium.reverse()),
  'a win is counted for the winner alone': when(alive, (it) => (it.wins += 1)),
  'nobody sees a fighter out of range, or a dead one about to respawn': when(
    (match) => match.tick % INTEREST.pauseTicks === 0 && match.state.fighters[0]!.alive && dead(match),
    (it, { players, now }) => {
      it.backAt = now + 100;
      players[0]!.view.add(it);
    },
  ),
  'a client sees every fighter nearby': when(nearAndSeen, ({ view, fighter }) => view.remove(fighter)),
  'a client sees at most the nearest fighters': when(inPhase('fight'), ({ fighters }, { players }) => {
    for (const { view } of players) for (const fighter of fighters) view.add(fighter);
  }),
};

describe('whatever players do, no invariant of the arena is violated, and no client knows more than it may', () => {
  test.each([5, 12])('seed %i', async (seed) => {
    const { violations, failure, looks, ticks } = await trial(simArena, { seed, chaos: 0.2, limitMs: 90_000 });
    expect(failure).toBeUndefined();
    expect([...violations]).toEqual([]);
    expect(ticks).toBeGreaterThan(1_000);
    expect(looks).toBeGreaterThan(1_000);
  });
});

describe('a violation is detected of', () => {
  test.each(Object.entries(BROKEN))('%s', async (invariant, tamperOnce) => {
    const table = TABLES[invariant] ?? SMALL;
    const { violations } = await trial(simArena, {
      ...{ seed: 1, table, chaos: 0, limitMs: 400_000, until: 'violation', tamperOnce },
    });
    expect([...violations.keys()]).toContain(invariant);
  });
});

test('a round that does not start although two fighters are there is detected', async () => {
  const { violations } = await trial(simArena, {
    ...{ seed: 1, table: SMALL, chaos: 0, limitMs: 5_000 },
    // The deadline stays, so nothing ends the phase.
    tamper: ({ state }) => (state as State).phase === 'fight' && (state as State).assign({ phase: 'waiting' }),
  });
  expect([...violations.keys()]).toContain('a round needs two fighters, and sudden death ends with a leader');
});

test('too many tasks are detected', async () => {
  const { violations } = await trial(simArena, {
    ...{ seed: 1, table: SMALL, chaos: 0, limitMs: 1_000, until: 'violation', overrides: { liveTasks: 99 } },
  });
  expect([...violations.keys()]).toEqual(['a match has no more tasks than it needs']);
});

describe('a leak is detected of', () => {
  const leaked = async (tamper: (match: ArenaMatch) => void, seats = 30): Promise<string | undefined> => {
    const room = { players: 3, options: { ...SMALL.options, seats, roundMs: 40_000 } };
    const { violations } = await trial(simArena, { seed: 1, table: room, chaos: 0, limitMs: 20_000, tamper });
    return violations.get('a leak');
  };
  const isFar = ({ body: one }: Fighter, { body: other }: Fighter): boolean =>
    Math.hypot(one.x - other.x, one.y - other.y) > INTEREST.far;

  /** Keeps the fighters for which `holds` is true in all views. */
  const keepSeen = ({ players }: ArenaMatch, holds: (fighter: Fighter) => boolean): void => {
    for (const { view } of players) {
      const remove = StateView.prototype.remove.bind(view);
      view.remove = (it) => (holds(it as Fighter) ? view : remove(it));
    }
  };

  test('the position of a fighter out of range', async () => {
    const leak = await leaked((match) => {
      keepSeen(match, ({ alive }) => alive);
      const { state, players } = match;
      for (const { view, seat } of players)
        for (const other of state.fighters) if (other.alive && isFar(state.fighters[seat]!, other)) view.add(other);
    });
    expect(leak).toMatch(/where seat \d is, \d+ away/);
  });

  test('the position of a dead fighter until its respawn', async () => {
    const leak = await leaked((match) => {
      keepSeen(match, ({ alive }) => !alive);
      for (const { view } of match.players)
        for (const other of match.state.fighters) if (other.player !== '' && !other.alive) view.add(other);
    }, SMALL.options.seats);
    expect(leak).toMatch(/where seat \d lies dead/);
  });

  test('the fields that only the owner of a fighter needs', async () => {
    const leak = await leaked(({ state, players }) => players[0]?.view.add(state.fighters[1]!.body, OWN));
    expect(leak).toMatch(/what only another needs: steps/);
  });

  test('the respawn time of another fighter', async () => {
    const leak = await leaked(({ state, players, tick }) => {
      if (tick === 2) players[0]?.view.add(state.fighters[1]!, OWN);
    });
    expect(leak).toMatch(/when another is back/);
  });

  test('the lag compensation of a bullet', async () => {
    const leak = await leaked(({ state, players }) => {
      for (const { body } of state.fighters)
        for (const bullet of body.bullets.values()) players[0]?.view.add(bullet, SERVER_ONLY);
    });
    expect(leak).toMatch(/how far behind a shooter saw: 33 ms/);
  });
});

test('a round of bots ends in less than half of its time budget', async () => {
  const { overMs } = await trial(simArena, { seed: 22, chaos: 0, limitMs: simArena.budgetMs, until: 'over' });
  expect(overMs).toBeLessThan(simArena.budgetMs / 2);
});
