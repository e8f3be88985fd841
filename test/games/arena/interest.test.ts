import { describe, expect, test, vi } from 'vitest';
import {
  arenaBot,
  BUTTON,
  DASH,
  eachBullet,
  INTEREST,
  type Body,
  type Fighter,
} from '../../../shared/games/arena/index.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { RandomArenaPlayers } from './random-players.ts';
import { SkilledPlayers } from './skilled-players.ts';
import { TestArena } from './test-arena.ts';

/** A body as a client has it: undefined out of range. */
function sight(fighter: Fighter | undefined): Body | undefined {
  return fighter?.body;
}

async function far(): Promise<TestArena> {
  const arena = await TestArena.fighting(2, { seats: 12 });
  await arena.place([0, 1, 1], [1, 26, 1]);
  return arena;
}

describe('a client', () => {
  test("has its own fighter's body with its private fields", async () => {
    const arena = await far();
    const client = arena.match.connect(arena.idOf(0));
    arena.setInput(0, { move: 5, buttons: BUTTON.blaster });
    await arena.match.tick(10);
    const { x, y, steps, shots, blasterReady } = arena.body(0);
    expect(sight(client.fighters[0])).toMatchObject({ x, y, steps, shots, blasterReady });
    expect(steps).toBe(10);
  });

  test('has no bodies and no bullets of fighters out of range', async () => {
    const arena = await far();
    let bytes = 0;
    const client = arena.match.connect(arena.idOf(0), (patch) => (bytes += patch.length));
    await arena.match.tick(2);
    bytes = 0;
    arena.setInput(1, { move: 5, aim: 256, buttons: BUTTON.blaster });
    await arena.match.tick(10);
    expect(sight(client.fighters[1])).toBeUndefined();
    expect(client.fighters[1]).toMatchObject({ name: 'Player 2', alive: true });
    expect(bytes).toBe(0);
  });

  test('gets a body when it comes into range, and loses it when it leaves', async () => {
    const arena = await far();
    const client = arena.match.connect(arena.idOf(0));
    const [x, y] = arena.tile(1, 1);
    const seenAt = async (distance: number): Promise<boolean> => {
      arena.put(1, x + distance, y);
      await arena.match.tick(INTEREST.pauseTicks);
      return sight(client.fighters[1]) !== undefined;
    };
    expect(await seenAt(INTEREST.near + 10)).toBe(false);
    expect(await seenAt(INTEREST.near - 10)).toBe(true);
    expect(await seenAt(INTEREST.far - 10)).toBe(true);
    expect(await seenAt(INTEREST.far + 10)).toBe(false);
  });

  test('never has the fields that others predict with', async () => {
    const arena = await far();
    arena.put(1, ...arena.tile(4, 1));
    arena.setInput(1, { move: 1, aim: 256, buttons: BUTTON.blaster | BUTTON.dash });
    const client = arena.match.connect(arena.idOf(0));
    await arena.match.tick(12);
    const seen = sight(client.fighters[1]);
    expect(seen?.x).toBe(arena.body(1).x);
    // A field that the client never gets has its default.
    const own = ['steps', 'dashMove', 'dashEnds', 'dashReady', 'blasterReady', 'railgunReady', 'shots'] as const;
    for (const field of own) expect([field, seen?.[field] ?? 0]).toEqual([field, 0]);
    expect(arena.body(1).steps).toBeGreaterThan(0);
  });

  test('knows the respawn time of its own fighter only, and the rewind of no bullet', async () => {
    const arena = await far();
    await arena.place([1, 4, 1]);
    const client = arena.match.connect(arena.idOf(0));
    arena.setInput(0, { aim: 256, buttons: BUTTON.blaster, seenMsAgo: 120 });
    await arena.match.tick(4);
    expect(client.fighters.map(({ backAt }) => backAt ?? 0)).toEqual([arena.fighter(0).backAt, ...Array(11).fill(0)]);
    expect([...arena.body(0).bullets.values()].map(({ seenMsAgo }) => seenMsAgo)).toEqual([120]);
    const bullets: [number, number][] = [];
    eachBullet(client, ({ shot, seenMsAgo }) => bullets.push([shot, seenMsAgo ?? 0]));
    expect(bullets).toEqual([[1, 0]]);
  });

  test('sees the bullets of visible fighters', async () => {
    const arena = await far();
    await arena.place([1, 4, 1]);
    const client = arena.match.connect(arena.idOf(0));
    arena.setInput(1, { aim: 0, buttons: BUTTON.blaster });
    await arena.match.tick(3);
    const bullets: number[] = [];
    eachBullet(client, ({ seat, shot }) => bullets.push(seat, shot));
    expect(bullets).toEqual([1, 1]);
  });
});

test('an empty seat is in nobody’s view', async () => {
  const arena = await TestArena.fighting(3, { seats: 4 });
  for (const seat of [0, 1, 2]) arena.put(seat, ...arena.tile(2 + seat, 1));
  const client = arena.match.connect(arena.idOf(0));
  await arena.settle();
  expect(sight(client.fighters[1])).toBeDefined();
  await arena.leave(1);
  await arena.settle();
  expect(sight(client.fighters[1])).toBeUndefined();
});

test('a client that saw a fighter die does not learn where it respawns', async () => {
  const arena = await far();
  await arena.place([0, 4, 1], [1, 6, 1]);
  const client = arena.match.connect(arena.idOf(0));
  arena.body(1).health = 1;
  arena.setInput(0, { aim: 0, buttons: BUTTON.railgun });
  await arena.match.tick(2);
  const fallen = sight(client.fighters[1]);
  expect(fallen?.health).toBe(0);
  const { x } = arena.body(1);
  await arena.match.until(() => arena.fighter(1).alive);
  expect(Math.abs(arena.body(1).x - arena.body(0).x)).toBeGreaterThan(INTEREST.far);
  expect(sight(client.fighters[1])).toBeUndefined();
  expect(fallen?.x).toBe(x);
});

test('in a crowd, a view holds the nearest only', async () => {
  const { arena, people } = await SkilledPlayers.among(60);
  const zoe = arena.match.connect(await arena.match.spectate('Zoe'));
  const bodies = { spectator: 0, players: 0 };
  for (let second = 0; second < 15; second += 1) {
    for (let tick = 0; tick < 30; tick += 1) await people.tick();
    if (second >= 12) {
      bodies.spectator += zoe.fighters.filter((fighter) => sight(fighter) !== undefined).length;
      for (const { state } of people.clients)
        bodies.players +=
          state.fighters.filter((fighter) => sight(fighter) !== undefined).length / people.clients.length;
    }
    for (const { id, state } of people.clients) {
      const seen = state.fighters.filter((fighter) => fighter.player !== id && sight(fighter) !== undefined);
      expect(seen.length).toBeLessThanOrEqual(INTEREST.fighters);
    }
  }
  expect(arena.match.match.players.length).toBe(59);
  // A spectator sees about as much as a player.
  expect(bodies.spectator).toBeGreaterThan(0);
  expect(bodies.spectator).toBeLessThan(2 * bodies.players);
});

test.each([30, 60])('a client gets about as many bytes among %i fighters as among ten', async (seats) => {
  const bytesOf = async (count: number): Promise<number> => {
    const { arena, people } = await SkilledPlayers.among(count);
    people.bytes = 0;
    const end = arena.match.now + 30_000;
    while (arena.match.now < end) await people.tick();
    return people.bytes / people.clients.length / 30;
  };
  const [few, many] = [await bytesOf(10), await bytesOf(seats)];
  expect(few).toBeGreaterThan(500);
  expect(many).toBeLessThan(few * 1.4);
});

test('visible bodies and bullets equal the state, through all joins and leaves', async () => {
  const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
  const random = new Random('1', 'sight');
  const arena = await TestArena.seated(8, { seats: 30, fill: 20, roundMs: 15_000 }, { bot: arenaBot });
  const crowd = new RandomArenaPlayers(arena, random);
  const clients = arena.players.map((id, seat) => ({ id, seat, state: arena.match.connect(id) }));
  let [seen, unseen] = [0, 0];
  while (arena.match.now < 45_000) {
    if (random.chance(0.2)) crowd.act();
    await arena.match.tick();
    for (const { id, seat: own, state } of clients.filter(({ id, seat }) => arena.idOf(seat) === id)) {
      expect(sight(state.fighters[own])?.steps).toBe(arena.body(own).steps);
      for (const [seat, fighter] of [...state.fighters].entries()) {
        const body = sight(fighter);
        if (body === undefined) unseen += 1;
        else if (likenessOf(body) === likenessOf(arena.body(seat))) seen += 1;
        else expect([id, seat, likenessOf(body)]).toEqual([id, seat, likenessOf(arena.body(seat))]);
      }
    }
  }
  expect(Math.min(seen, unseen)).toBeGreaterThan(10_000);
  for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
});

test.each([1, 2, 3])(
  'no client has a body out of range, through respawns, rounds and new players (seed %i)',
  async (seed) => {
    const random = new Random(String(seed), 'interest');
    const arena = await TestArena.seated(4, { seats: 14, fill: 12, roundMs: 10_000 }, { seed, bot: arenaBot });
    const players = new RandomArenaPlayers(arena, random);
    const clients = arena.players.map((id, seat) => ({ id, seat, state: arena.match.connect(id) }));
    // Views are updated once in `pauseTicks` ticks, and two fighters may move apart meanwhile.
    const range = INTEREST.far + INTEREST.pauseTicks * 2 * DASH.speed;
    let [seen, respawns] = [0, 0];
    let alive = arena.state.fighters.map((fighter) => fighter.alive);
    while (arena.match.now < 60_000) {
      if (random.chance(0.2)) players.act();
      await arena.match.tick();
      respawns += arena.state.fighters.filter((fighter, seat) => fighter.alive && !alive[seat]).length;
      alive = arena.state.fighters.map((fighter) => fighter.alive);
      for (const { seat: own, state } of clients.filter(({ id, seat }) => arena.idOf(seat) === id)) {
        const { x, y } = arena.body(own);
        for (const [seat, fighter] of [...state.fighters].entries()) {
          const body = sight(fighter);
          if (body === undefined || seat === own) continue;
          seen += 1;
          expect(Math.hypot(body.x - x, body.y - y)).toBeLessThan(range);
        }
      }
    }
    expect(respawns).toBeGreaterThan(20);
    expect(seen).toBeGreaterThan(1_000);
  },
);

function likenessOf({ x, y, aim, health, shield, safe, bullets }: Body): string {
  return [x, y, aim, health, shield, safe, ...Array.from(bullets.values(), ({ shot, born }) => `${shot}@${born}`)].join(
    ' ',
  );
}
