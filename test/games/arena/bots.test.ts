import { expect, onTestFinished, test, vi } from 'vitest';
import {
  arena as game,
  arenaBotOf,
  killCount,
  lastKills,
  PERSONALITIES,
  SKILLS,
} from '../../../shared/games/arena/index.ts';
import { Pathfinder } from '../../../shared/games/arena/pathfinding.ts';
import { MAPS, FIGHTER, stepFighter, walkOfAim, aimTowards } from '../../../shared/games/arena/index.ts';
import { defineBot, Random } from '../../../shared/runtime/index.ts';
import { TestArena } from './test-arena.ts';

test('bots play whole rounds, kill and die', async () => {
  const arena = await TestArena.watched({ seats: 9, fill: 8, roundMs: 60_000 });
  await arena.reach('podium');
  const kills = killCount(arena.state);
  expect(kills).toBeGreaterThan(10);
  expect(arena.state.fighters.filter(({ deaths }) => deaths > 0).length).toBeGreaterThan(4);
});

test('bots use both weapons and collect power-ups', async () => {
  const arena = await TestArena.watched({ seats: 9, fill: 8, roundMs: 60_000 });
  const weapons = new Set<string>();
  const taken = new Set<number>();
  await arena.reach('fight');
  while (arena.state.phase === 'fight') {
    await arena.match.tick();
    for (const { weapon } of arena.state.feed) weapons.add(weapon);
    arena.state.pads.forEach(({ ready, readyAt }, pad) => {
      if (!ready && readyAt > arena.match.now + 10_000) taken.add(pad);
    });
  }
  expect(weapons).toEqual(new Set(['blaster', 'railgun']));
  expect(taken.size).toBeGreaterThan(1);
});

test('each bot draws its own personality', async () => {
  const pick = vi.spyOn(Random.prototype, 'pick');
  onTestFinished(() => pick.mockRestore());
  const arena = await TestArena.watched({ seats: 9, fill: 8 });
  await arena.reach('countdown');
  await arena.match.tick(3);
  const drawn = pick.mock.calls.flatMap(([items], call) =>
    items === PERSONALITIES ? [pick.mock.results[call]?.value] : [],
  );
  expect(drawn).toHaveLength(8);
  expect(new Set(drawn).size).toBeGreaterThan(2);
});

test.each([8, 30])(
  'fights of %i are lively: some kills per minute with both weapons, and few deaths right after a respawn',
  async (seats) => {
    const arena = await TestArena.watched({ seats, fill: seats, roundMs: 120_000 });
    await arena.reach('fight');
    const born = arena.state.fighters.map(() => arena.match.now);
    let [kills, rays, early] = [0, 0, 0];
    while (arena.state.phase === 'fight') {
      const was = arena.state.fighters.map(({ alive }) => alive);
      await arena.match.tick();
      arena.state.fighters.forEach(({ alive }, seat) => {
        if (alive && was[seat] === false) born[seat] = arena.match.now;
        if (alive || was[seat] === false) return;
        if (arena.match.now - (born[seat] ?? 0) < FIGHTER.graceMs + 2_000) early += 1;
      });
      for (const { number, weapon } of lastKills(arena.state)) {
        if (number <= kills) continue;
        kills = number;
        if (weapon === 'railgun') rays += 1;
      }
    }
    const each = kills / arena.match.match.players.length / 2;
    expect(each).toBeGreaterThan(2);
    expect(each).toBeLessThan(5);
    expect(early / kills).toBeLessThan(0.1);
    // In one match of some forty kills.
    expect(rays / kills).toBeGreaterThan(0.2);
    expect(rays / kills).toBeLessThan(0.8);
  },
);

test.each(SKILLS)('among %s bots nobody dies more than five times a minute', async (skill) => {
  const arena = await TestArena.watched({ seats: 8, fill: 8, skill, roundMs: 120_000 });
  await arena.reach('podium');
  expect(killCount(arena.state) / arena.match.match.players.length / 2).toBeLessThan(5);
});

test('a higher skill wins: it has more kills and fewer deaths than the one below', async () => {
  const mixed = defineBot(game, {
    name: 'mixed',
    play: (bot) => arenaBotOf({ skill: SKILLS[bot.seat % SKILLS.length] }).play(bot),
  });
  const totals = SKILLS.map(() => ({ score: 0, deaths: 0 }));
  for (const seed of [1, 2, 3]) {
    const arena = await TestArena.watched({ seats: 10, fill: 9, roundMs: 60_000 }, { seed, bot: mixed });
    await arena.reach('podium');
    arena.state.fighters.forEach(({ score, deaths, player }, seat) => {
      const total = totals[seat % SKILLS.length];
      if (total === undefined || player === '') return;
      total.score += score;
      total.deaths += deaths;
    });
  }
  const [easy, regular, sharp] = totals;
  expect(regular?.score).toBeGreaterThan(1.3 * (easy?.score ?? 0));
  expect(sharp?.score).toBeGreaterThan(1.3 * (regular?.score ?? 0));
  expect(sharp?.deaths).toBeLessThan(easy?.deaths ?? 0);
});

test.each(MAPS.map((map) => [map.name, map] as const))(
  'on %s, a path leads from everywhere to everywhere',
  (_, map) => {
    const routes = new Pathfinder(map);
    const next = { x: 0, y: 0 };
    const [from, to] = [map.spawns[0], map.spawns.at(-1)];
    if (from === undefined || to === undefined) throw new Error('a map has places to come in');
    const body = {
      ...{ ...from, aim: 0, health: FIGHTER.health, dashing: false, boosted: false, steps: 0, shots: 0 },
      ...{ dashMove: 0, dashEnds: 0, dashReady: 0, blasterReady: 0, railgunReady: 0, boostBegins: 0, boostEnds: 0 },
    };
    for (let step = 0; step < 1_000 && routes.nextStep(body, to, next) > 0; step += 1) {
      const move = walkOfAim(aimTowards(next.x - body.x, next.y - body.y));
      stepFighter(body, { move, aim: 0, buttons: 0 }, map);
    }
    expect(routes.nextStep(body, to, next)).toBe(0);
  },
);
