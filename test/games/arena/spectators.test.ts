/** Spectators of an arena share the delayed view of one fighter. */
import { expect, test } from 'vitest';
import { BUTTON, SPECTATING, INTEREST, type Body, type Fighter } from '../../../shared/games/arena/index.ts';
import { TestArena } from './test-arena.ts';

function bodyOf(fighter: Fighter | undefined): Body | undefined {
  return fighter?.body;
}

/** Fighters far apart, but for the last, who is beside the first; and a spectator's view. */
async function watched(fighters: number): Promise<{ arena: TestArena; zoe: string; seen: TestArena['state'] }> {
  const arena = await TestArena.fighting(fighters, { seats: 12 });
  const corners = [arena.tile(1, 1), arena.tile(26, 1), arena.tile(26, 17), arena.tile(1, 17)];
  for (let seat = 0; seat < fighters - 1; seat += 1) arena.put(seat, ...corners[seat]!);
  arena.put(fighters - 1, ...arena.tile(3, 1));
  await arena.settle();
  const zoe = await arena.match.spectate('Zoe');
  const seen = arena.match.connect(zoe);
  await arena.match.advance(SPECTATING.delayMs);
  await arena.match.tick();
  return { arena, zoe, seen };
}

function inSight({ fighters }: TestArena['state']): number[] {
  return [...fighters].flatMap((fighter, seat) => (bodyOf(fighter) === undefined ? [] : [seat]));
}

test('spectators see the fighter they follow, and the bodies which that fighter sees', async () => {
  const { arena, seen } = await watched(4);
  expect(arena.state.followed).toBe(0);
  expect(inSight(seen)).toEqual([0, 3]);
});

test('spectators see it with the configured delay', async () => {
  const { arena, seen } = await watched(2);
  const { y } = arena.body(0);
  arena.setInput(0, { move: 5 });
  await arena.match.tick(5);
  arena.setInput(0, { move: 0 });
  const moved = arena.body(0).y;
  expect(moved).toBeGreaterThan(y);
  await arena.match.advance(SPECTATING.delayMs - 1_000);
  expect(bodyOf(seen.fighters[0])?.y).toBe(y);
  await arena.match.advance(1_000);
  expect(bodyOf(seen.fighters[0])?.y).toBe(moved);
});

test('spectators get no private fields, not even those of the fighter they follow', async () => {
  const { arena, seen } = await watched(2);
  arena.setInput(0, { move: 5, buttons: BUTTON.blaster | BUTTON.dash });
  await arena.match.advance(SPECTATING.delayMs + 1_000);
  const own = ['steps', 'dashMove', 'dashEnds', 'dashReady', 'blasterReady', 'railgunReady', 'shots'] as const;
  expect(arena.body(0).shots).toBeGreaterThan(0);
  for (const field of own) expect([field, bodyOf(seen.fighters[0])?.[field] ?? 0]).toEqual([field, 0]);
  expect([...seen.fighters].map(({ backAt }) => backAt ?? 0)).toEqual(Array(12).fill(0));
});

test('spectators follow the leader, which is decided every few seconds', async () => {
  const { arena } = await watched(4);
  arena.fighter(2).score = 1;
  const before = arena.match.match.tick;
  await arena.match.until(() => arena.state.followed === 2);
  expect(arena.match.match.tick % SPECTATING.ticks).toBe(0);
  expect(arena.match.match.tick - before).toBeLessThanOrEqual(SPECTATING.ticks);
  // On a tie they stay with the fighter they follow.
  arena.fighter(0).score = 1;
  await arena.match.tick(2 * SPECTATING.ticks);
  expect(arena.state.followed).toBe(2);
});

test('when the fighter they follow leaves, spectators follow another at once', async () => {
  const { arena } = await watched(4);
  await arena.leave(0);
  await arena.match.tick();
  expect(arena.state.followed).toBe(1);
  for (const seat of [1, 2, 3]) await arena.leave(seat);
  await arena.match.tick();
  expect(arena.state.followed).toBe(-1);
});

test('after a change of fighter, spectators no longer see what the previous one sees', async () => {
  const { arena, seen } = await watched(4);
  arena.fighter(1).score = 1;
  await arena.match.until(() => arena.state.followed === 1);
  await arena.match.advance(SPECTATING.delayMs);
  expect([seen.followed, inSight(seen)]).toEqual([1, [1]]);
});

test('spectators get the notices near the fighter they follow, and no others', async () => {
  const { arena, zoe } = await watched(4);
  arena.setInput(2, { aim: 0, buttons: BUTTON.railgun });
  arena.setInput(3, { aim: 0, buttons: BUTTON.railgun });
  await arena.match.tick(2);
  for (const seat of [2, 3]) arena.setInput(seat, { buttons: 0 });
  await arena.match.advance(SPECTATING.delayMs);
  const rays = arena.match.notices(zoe).filter(({ type }) => type === 'ray');
  expect(rays.map(({ data }) => data)).toEqual([expect.objectContaining({ seat: 3 })]);
});

test('a spectator sees no more bodies than a player', async () => {
  const arena = await TestArena.fighting(20, { seats: 60 });
  for (let seat = 0; seat < 20; seat += 1) arena.put(seat, ...arena.tile(2 + (seat % 5), 1));
  const seen = arena.match.connect(await arena.match.spectate('Zoe'));
  await arena.match.advance(SPECTATING.delayMs + 1_000);
  expect(inSight(seen).length).toBe(INTEREST.fighters + 1);
});
