import { describe, expect, test } from 'vitest';
import { FIGHTER, hasLeader, PACE } from '../../../shared/games/arena/index.ts';
import { TestArena } from './test-arena.ts';

/** Advances to the tick before the phase ends. */
async function almostOver(arena: TestArena): Promise<void> {
  await arena.match.until(() => arena.match.now + 40 > arena.state.deadline);
}

describe('a round', () => {
  test('begins with the second fighter: a countdown, then the fight', async () => {
    const arena = await TestArena.seated(1, { seats: 4 });
    await arena.match.advance(60_000);
    expect(arena.state).toMatchObject({ phase: 'waiting', deadline: 0, round: 0 });
    await arena.join(1);
    expect(arena.state).toMatchObject({ phase: 'countdown', round: 1 });
    expect(arena.state.deadline - arena.state.now).toBeCloseTo(PACE.countdownMs);
    await almostOver(arena);
    expect(arena.state.phase).toBe('countdown');
    await arena.match.tick(2);
    expect(arena.state.phase).toBe('fight');
  });

  test('is a fight of the configured length, a podium, and the next round on the next map', async () => {
    const arena = await TestArena.fighting(2, { seats: 4, roundMs: 30_000 });
    expect(arena.state.deadline - arena.state.now).toBeCloseTo(30_000);
    arena.fighter(1).score = 3;
    const { map } = arena.state;
    await arena.reach('podium');
    expect([...arena.state.podium]).toEqual([1, 0]);
    expect(arena.fighter(1).wins).toBe(1);
    await arena.reach('countdown');
    expect(arena.state.round).toBe(2);
    expect(arena.state.map).not.toBe(map);
    expect(arena.scores).toEqual([0, 0, 0, 0]);
    expect([...arena.state.podium, ...arena.state.feed]).toEqual([]);
    expect(arena.fighter(1).wins).toBe(1);
    expect(arena.body(0)).toMatchObject({ health: FIGHTER.health, safe: true });
  });

  test('goes into sudden death on a tie, until somebody takes the lead', async () => {
    const arena = await TestArena.fighting(3, { seats: 4, roundMs: 5_000 });
    await arena.reach('sudden');
    expect(arena.state.deadline - arena.state.now).toBeCloseTo(PACE.suddenDeathMs);
    await arena.match.advance(1_000);
    arena.fighter(2).score = 1;
    await arena.match.tick();
    expect(arena.state.phase).toBe('podium');
    expect(arena.state.podium[0]).toBe(2);
  });

  test('ends in a draw, without a winner, if nobody takes the lead', async () => {
    const arena = await TestArena.fighting(2, { seats: 4, roundMs: 5_000 });
    await arena.reach('podium');
    expect(hasLeader(arena.state)).toBe(false);
    expect([arena.fighter(0).wins, arena.fighter(1).wins, arena.state.winners]).toEqual([0, 0, -1]);
  });

  test('ends when fewer than two fighters are left, and waits for another', async () => {
    const arena = await TestArena.fighting(2, { seats: 4 });
    await arena.leave(1);
    expect(arena.state).toMatchObject({ phase: 'waiting', deadline: 0 });
    await arena.join(1);
    expect(arena.state).toMatchObject({ phase: 'countdown', round: 2 });
  });
});

describe('teams', () => {
  test('stay balanced when players join and leave', async () => {
    const arena = await TestArena.fighting(6, { seats: 8, mode: 'teams', roundMs: 5_000 });
    const sizes = (): number[] =>
      [0, 1].map(
        (team) => arena.state.fighters.filter(({ player, team: own }) => player !== '' && own === team).length,
      );
    expect(sizes()).toEqual([3, 3]);
    await arena.leave(0);
    await arena.leave(2);
    expect(sizes()).toEqual([1, 3]);
    await arena.reach('podium');
    await arena.reach('countdown');
    expect(sizes()).toEqual([2, 2]);
    await arena.join(1);
    expect(sizes().toSorted()).toEqual([2, 3]);
  });

  test('win together', async () => {
    const arena = await TestArena.fighting(4, { seats: 4, mode: 'teams', roundMs: 5_000 });
    arena.state.teamScores[1] = 2;
    await arena.reach('podium');
    expect(arena.state.winners).toBe(1);
    expect([...arena.state.podium]).toEqual([1, 3]);
    expect(arena.state.fighters.map(({ wins }) => wins)).toEqual([0, 1, 0, 1]);
  });

  test('spawn at their own ends of the map', async () => {
    const arena = await TestArena.fighting(4, { seats: 4, mode: 'teams' });
    const middle = (arena.map.width * 512) / 2;
    for (const seat of [0, 1, 2, 3]) expect(arena.body(seat).x < middle).toBe(arena.fighter(seat).team === 0);
  });
});

test('no input frame is lost between two stages', async () => {
  const arena = await TestArena.seated(2, { seats: 4, roundMs: 5_000 });
  arena.setInput(0, { move: 1 });
  const before = arena.body(0).steps;
  const { tick } = arena.match.match;
  await arena.reach('podium');
  await arena.reach('fight');
  expect(arena.body(0).steps - before).toBe(arena.match.match.tick - tick);
});
