import { describe, expect, test } from 'vitest';
import { BLASTER, BUTTON, FIGHTER, OWN, PADS, RAILGUN } from '../../../shared/games/arena/index.ts';
import { TestArena } from './test-arena.ts';

const UP = 768;
/** The shooter's seat, the target's, and a bystander's. */
const [ANN, BOB, CID] = [0, 1, 2] as const;

/** Ann and Bob in the first row of the yard, with nothing between them, and Cid far away. */
async function duel(options = {}, players = 3): Promise<TestArena> {
  const arena = await TestArena.fighting(players, { seats: 12, ...options });
  arena.put(ANN, ...arena.tile(4, 1));
  arena.put(BOB, ...arena.tile(10, 1));
  if (players > 2) arena.put(CID, ...arena.tile(26, 18));
  await arena.settle();
  return arena;
}

/** Presses a button for one tick, with a weapon that is ready. */
async function press(arena: TestArena, seat: number, controls: Record<string, number>): Promise<void> {
  const body = arena.body(seat);
  [body.blasterReady, body.railgunReady] = [0, 0];
  arena.setInput(seat, controls);
  await arena.match.tick();
  arena.setInput(seat, undefined);
}

/** Ann aims up, and Bob has walked past there for some ticks. Her aim meets his way at `x`. */
async function passing(ticks: number): Promise<{ arena: TestArena; x: number }> {
  const arena = await duel();
  arena.put(ANN, ...arena.tile(10, 5));
  const [x, y] = arena.tile(10, 1);
  arena.put(BOB, x - 20 * FIGHTER.speed, y);
  await arena.settle();
  arena.setInput(BOB, { move: 1 });
  await arena.match.tick(ticks);
  return { arena, x };
}

const ray = { aim: 0, buttons: BUTTON.railgun, seenMsAgo: 0 };
const bullet = { aim: 0, buttons: BUTTON.blaster, seenMsAgo: 0 };

describe('the railgun', () => {
  test('hits at once, and only the first in its way', async () => {
    const arena = await duel();
    await arena.place([CID, 14, 1]);
    await press(arena, ANN, ray);
    expect(arena.body(BOB).health).toBe(FIGHTER.health - RAILGUN.damage);
    expect(arena.body(CID).health).toBe(FIGHTER.health);
  });

  test('shoots over cover, and not through walls', async () => {
    const arena = await duel();
    await arena.place([ANN, 1, 5], [BOB, 6, 5], [CID, 10, 5]);
    await press(arena, ANN, ray);
    expect(arena.body(BOB).health).toBe(FIGHTER.health - RAILGUN.damage);
    await arena.place([BOB, 26, 18]);
    await arena.match.advance(2_000);
    await press(arena, ANN, ray);
    expect(arena.body(CID).health).toBe(FIGHTER.health);
  });

  test('hits where its shooter saw the others', async () => {
    for (const [seenMsAgo, damage] of [
      [200, RAILGUN.damage],
      [150, RAILGUN.damage],
      [0, 0],
      [100, 0],
    ] as const) {
      // In the next tick, Bob was where Ann aims six ticks before.
      const { arena, x } = await passing(25);
      await press(arena, ANN, { ...ray, aim: UP, seenMsAgo });
      expect(arena.body(BOB).x).toBe(x + 6 * FIGHTER.speed);
      expect([seenMsAgo, FIGHTER.health - arena.body(BOB).health]).toEqual([seenMsAgo, damage]);
    }
  });

  test('rewinds no farther than the limit, whatever its shooter claims', async () => {
    const { arena } = await passing(34);
    await press(arena, ANN, { ...ray, aim: UP, seenMsAgo: 500 });
    expect(arena.body(BOB).health).toBe(FIGHTER.health);
  });

  test('does not hit a fighter who was dead when its shooter saw them', async () => {
    const arena = await duel();
    const body = arena.body(BOB);
    body.health = 0;
    await arena.settle();
    body.health = FIGHTER.health;
    await press(arena, ANN, { ...ray, seenMsAgo: 200 });
    expect(body.health).toBe(FIGHTER.health);
  });

  test('notifies the shooter and all in range of its ray, and nobody else', async () => {
    const arena = await duel();
    await press(arena, ANN, ray);
    const [x, y] = arena.tile(4, 1);
    const [toX] = arena.tile(10, 1);
    for (const seat of [ANN, BOB]) expect(arena.notices(seat, 'ray')).toEqual([{ seat: ANN, x, y, toX, toY: y }]);
    expect(arena.notices(CID, 'ray')).toEqual([]);
    const hurt = { seat: BOB, by: ANN, damage: RAILGUN.damage, x: toX, y, weapon: 'railgun' };
    expect(arena.notices(BOB, 'hurt')).toEqual([hurt]);
  });
});

describe('the blaster', () => {
  test('hits what is in its way when it arrives', async () => {
    const arena = await duel();
    await press(arena, ANN, bullet);
    const way = 6 * 512 - FIGHTER.radius - BLASTER.radius;
    const ticks = Math.ceil(way / BLASTER.speed);
    await arena.match.tick(ticks - 1);
    expect(arena.body(BOB).health).toBe(FIGHTER.health);
    expect(arena.body(ANN).bullets.size).toBe(1);
    await arena.match.tick();
    expect(arena.body(BOB).health).toBe(FIGHTER.health - BLASTER.damage);
    expect(arena.body(ANN).bullets.size).toBe(0);
  });

  test('does not shoot over cover', async () => {
    const arena = await duel();
    await arena.place([ANN, 1, 5], [BOB, 6, 5]);
    await press(arena, ANN, bullet);
    await arena.match.advance(2_000);
    expect(arena.body(BOB).health).toBe(FIGHTER.health);
    expect(arena.body(ANN).bullets.size).toBe(0);
  });

  test('has bullets that end after their flight time', async () => {
    const arena = await duel();
    await arena.place([BOB, 26, 10]);
    await press(arena, ANN, bullet);
    await arena.match.tick(BLASTER.flightTicks - 1);
    expect(arena.body(ANN).bullets.size).toBe(1);
    await arena.match.tick();
    expect(arena.body(ANN).bullets.size).toBe(0);
  });

  test("hits along the bullet's whole path, skipping nobody", async () => {
    for (let offset = 0; offset < BLASTER.speed; offset += 16) {
      const arena = await duel();
      const [x, y] = arena.tile(10, 1);
      arena.put(BOB, x + offset, y);
      await arena.settle();
      await press(arena, ANN, bullet);
      await arena.match.advance(1_500);
      expect(arena.body(BOB).health).toBe(FIGHTER.health - BLASTER.damage);
    }
  });

  test('hits where its shooter saw the others, during its whole flight', async () => {
    for (const [seenMsAgo, damage] of [
      [200, BLASTER.damage],
      [0, 0],
    ] as const) {
      const { arena } = await passing(17);
      // Nine ticks on its way up, six ticks behind.
      await press(arena, ANN, { ...bullet, aim: UP, seenMsAgo });
      await arena.match.tick(12);
      expect(FIGHTER.health - arena.body(BOB).health).toBe(damage);
    }
  });
});

describe('a fighter who is hit', () => {
  test('loses the shield first', async () => {
    const arena = await duel();
    arena.body(BOB).shield = RAILGUN.damage - 10;
    await press(arena, ANN, ray);
    expect(arena.body(BOB)).toMatchObject({
      shield: 0,
      health: FIGHTER.health - 10,
    });
  });

  test('dies without health, which counts for the killer and shows in the feed', async () => {
    const arena = await duel();
    arena.body(BOB).health = 10;
    await press(arena, ANN, ray);
    expect(arena.fighter(BOB)).toMatchObject({ alive: false, deaths: 1, score: 0 });
    expect(arena.fighter(ANN)).toMatchObject({ score: 1, deaths: 0 });
    expect(arena.state.feed.at(-1)).toMatchObject({ killer: ANN, victim: BOB, weapon: 'railgun', number: 1 });
  });

  test('respawns after a while, invulnerable for a moment', async () => {
    const arena = await duel();
    arena.body(BOB).health = 10;
    await press(arena, ANN, ray);
    expect(arena.fighter(BOB).backAt).toBe(arena.match.now + FIGHTER.respawnMs);
    await arena.match.advance(FIGHTER.respawnMs - 34);
    expect(arena.fighter(BOB).alive).toBe(false);
    await arena.match.tick();
    expect(arena.body(BOB)).toMatchObject({ health: FIGHTER.health, shield: 0, safe: true });
    await arena.match.advance(FIGHTER.graceMs);
    expect(arena.body(BOB).safe).toBe(false);
  });

  test('takes no damage while invulnerable, which ends when it shoots', async () => {
    const arena = await duel();
    arena.body(BOB).safe = true;
    await press(arena, ANN, ray);
    expect(arena.body(BOB).health).toBe(FIGHTER.health);
    await press(arena, BOB, bullet);
    expect(arena.body(BOB).safe).toBe(false);
  });

  test('takes no damage from teammates', async () => {
    const arena = await duel({ mode: 'teams' });
    arena.put(CID, ...arena.tile(7, 1));
    expect([ANN, BOB, CID].map((seat) => arena.fighter(seat).team)).toEqual([0, 1, 0]);
    await arena.settle();
    await press(arena, ANN, ray);
    expect(arena.body(CID).health).toBe(FIGHTER.health);
    expect(arena.body(BOB).health).toBe(FIGHTER.health - RAILGUN.damage);
    arena.body(BOB).health = 1;
    await arena.match.advance(2_000);
    await press(arena, ANN, ray);
    expect([...arena.state.teamScores]).toEqual([1, 0]);
  });

  test('takes no damage outside a fight', async () => {
    const arena = await TestArena.seated(2, { seats: 4 });
    await arena.reach('countdown');
    await arena.match.advance(2_000);
    await arena.place([ANN, 4, 1], [BOB, 10, 1]);
    await press(arena, ANN, ray);
    expect(arena.state.phase).toBe('countdown');
    expect(arena.body(BOB).health).toBe(FIGHTER.health);
  });

  test('can kill its killer in the same tick', async () => {
    const arena = await duel();
    for (const seat of [ANN, BOB]) arena.body(seat).health = 1;
    arena.setInput(ANN, ray);
    await press(arena, BOB, { ...ray, aim: 512 });
    expect([ANN, BOB].map((seat) => arena.fighter(seat).alive)).toEqual([false, false]);
    expect(arena.scores.slice(0, 2)).toEqual([1, 1]);
  });
});

describe('pads', () => {
  test('give a shield to a fighter who comes near, and another one after a while', async () => {
    const arena = await duel();
    const place = arena.map.pads[0];
    const pad = arena.state.pads[0];
    await arena.match.until(() => pad?.ready === true);
    arena.put(CID, (place?.x ?? 0) + PADS.reach - 1, place?.y ?? 0);
    await arena.match.tick();
    expect(arena.body(CID).shield).toBe(PADS.shield.strength);
    expect(pad).toMatchObject({ ready: false, readyAt: arena.match.now + PADS.shield.againMs });
    expect(arena.notices(CID, 'taken')).toEqual([{ seat: CID, pad: 0 }]);
    arena.put(CID, ...arena.tile(26, 18));
    await arena.match.advance(PADS.shield.againMs);
    expect(pad?.ready).toBe(true);
  });

  test('give a boost that begins a moment later, so that its client can predict it', async () => {
    const arena = await duel();
    const index = arena.map.pads.findIndex(({ kind }) => kind === 'boost');
    const place = arena.map.pads[index];
    await arena.match.until(() => arena.state.pads[index]?.ready === true);
    arena.put(CID, place?.x ?? 0, place?.y ?? 0);
    await arena.match.tick();
    const { steps, boostBegins, boostEnds } = arena.body(CID);
    expect([boostBegins - steps, boostEnds - boostBegins]).toEqual([PADS.boost.delaySteps, PADS.boost.steps]);
  });
});

test('the private fields of a fighter have a view tag', () => {
  expect(OWN).toBe(1);
});
