import { describe, expect, test } from 'vitest';
import {
  arenaBot,
  FIGHTER,
  fits,
  killCount,
  PADS,
  type ArenaMap,
  type Body,
  type Fighter,
} from '../../../shared/games/arena/index.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { RandomArenaPlayers } from './random-players.ts';
import { TestArena } from './test-arena.ts';

/** The invariants that a seat violates. */
function violations({ player, alive, body }: Fighter, map: ArenaMap): string[] {
  const invariants = {
    'a fighter is alive exactly if it has health': alive === body.health > 0,
    'health and shield are within their limits': body.health <= FIGHTER.health && body.shield <= PADS.shield.strength,
    'nobody is alive on an empty seat': player !== '' || !alive,
    'nobody is inside a wall': !alive || fits(body.x, body.y, map),
    'an empty seat has no bullets': player !== '' || body.bullets.size === 0,
  };
  return Object.entries(invariants).flatMap(([invariant, holds]) => (holds ? [] : [invariant]));
}

/** Whether a client has private fields of a fighter. */
function knowsTooMuch(fighter: Fighter): boolean {
  const body: Body | undefined = fighter.body;
  return (body?.steps ?? 0) + (body?.dashReady ?? 0) + (body?.shots ?? 0) > 0;
}

describe('whatever players and bots do', () => {
  test.each([1, 2, 3, 4])('the invariants of the arena hold in every tick (seed %i)', async (seed) => {
    const random = new Random(String(seed), 'laws');
    const seats = random.int(2, 16);
    const options = {
      seats,
      fill: random.int(0, seats),
      mode: random.pick(['free', 'teams'] as const),
      roundMs: 15_000,
    };
    const arena = new TestArena(options, { seed, bot: arenaBot });
    const crowd = new RandomArenaPlayers(arena, random);
    const watcher = await arena.match.spectate('Zoe');
    const client = arena.match.connect(watcher);
    let [rounds, longest] = [0, 0];
    let since = arena.match.now;
    let { round } = arena.state;
    while (arena.match.now < 60_000) {
      if (random.chance(0.2)) crowd.act();
      await arena.match.tick();
      expect(arena.match.ended).toBeUndefined();
      expect([...arena.state.fighters].flatMap((fighter) => violations(fighter, arena.map))).toEqual([]);
      expect(client.fighters?.some(knowsTooMuch) ?? false).toBe(false);
      if (arena.state.round !== round || arena.state.phase === 'waiting') {
        if (arena.state.round !== round) rounds += 1;
        ({ round } = arena.state);
        since = arena.match.now;
      }
      longest = Math.max(longest, arena.match.now - since);
      // The script, its scope, admission, two for bots, the pads, and one for each player.
      expect(arena.match.match.liveTasks).toBeLessThan(16 + arena.map.pads.length + 2 * seats);
    }
    expect(rounds).toBeGreaterThan(0);
    expect(longest).toBeLessThan(15_000 + 60_000 + 3_000 + 8_000 + 1_000);
  });

  test.each([1, 2, 3])('kills, scores and deaths add up (seed %i)', async (seed) => {
    const mode = seed === 2 ? 'teams' : 'free';
    const arena = await TestArena.watched({ seats: 9, fill: 8, mode, roundMs: 40_000 }, { seed, bot: arenaBot });
    await arena.reach('podium');
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
    const kills = killCount(arena.state);
    expect(kills).toBeGreaterThan(5);
    expect(sum(arena.scores)).toBe(kills);
    expect(sum(arena.state.fighters.map(({ deaths }) => deaths))).toBe(kills);
    expect(sum([...arena.state.teamScores])).toBe(mode === 'teams' ? kills : 0);
  });
});

test('many rounds leave nothing behind: the number of tasks stays constant', async () => {
  const arena = await TestArena.watched({ seats: 5, fill: 4, roundMs: 5_000 });
  await arena.reach('fight');
  const trees = new Set<number>();
  for (let round = 0; round < 12; round += 1) {
    await arena.reach('podium');
    await arena.reach('countdown');
    await arena.match.advance(2_000);
    trees.add(arena.match.match.liveTasks);
  }
  expect(trees.size).toBe(1);
});
