import { describe, expect, test } from 'vitest';
import { arena as game, arenaBot, PACE } from '../../../shared/games/arena/index.ts';
import { Replay, type Snapshot } from '../../../shared/runtime/host.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { RandomArenaPlayers } from './random-players.ts';
import { TestArena } from './test-arena.ts';
import { checkTwins, snapshotsOf } from '../checkpoint-twins.ts';

/** Runs an arena for a while, and returns the snapshots that it took. */
function play({ match }: TestArena, ms: number, act?: () => void): Promise<Snapshot[]> {
  const end = match.now + ms;
  return snapshotsOf(match, () => match.now >= end || match.ended !== undefined, act);
}

describe('an arena restored from a checkpoint continues the same match', () => {
  test.each([1, 2, 3])('while bots fight through rounds (seed %i)', async (seed) => {
    const mode = seed === 2 ? 'teams' : 'free';
    const arena = await TestArena.seated(1, { seats: 8, fill: 6, mode, roundMs: 30_000 }, { seed, bot: arenaBot });
    const snapshots = await play(arena, 70_000);
    expect(snapshots.length).toBeGreaterThan(4);
    await checkTwins(game, arena.match, snapshots);
  });

  test.each([1, 2, 3])('while players and bots do anything at any time (seed %i)', async (seed) => {
    const random = new Random(String(seed), 'chaos');
    const seats = random.int(2, 12);
    const options = {
      seats,
      fill: random.int(0, seats),
      mode: random.pick(['free', 'teams'] as const),
      roundMs: 20_000,
    };
    const arena = new TestArena(options, { seed, bot: arenaBot });
    const crowd = new RandomArenaPlayers(arena, random);
    await arena.match.spectate('Zoe');
    const snapshots = await play(arena, 60_000, () => {
      while (random.chance(0.3)) crowd.act();
    });
    expect(snapshots.length).toBeGreaterThan(1);
    await checkTwins(game, arena.match, snapshots);
  });
});

test('clients see the same after a restore', async () => {
  const options = { seats: 8, fill: 0, roundMs: 120_000 };
  const live = new TestArena(options);
  await live.join(8);
  await live.reach('fight');
  const random = new Random('1', 'twins');
  const stir = (match: TestArena['match'], controls: readonly Record<string, number>[]): void => {
    for (const [index, each] of controls.entries()) match.setInput(live.players[index] ?? '', each);
  };
  const anything = (): Record<string, number>[] =>
    live.players.map(() => ({
      move: random.int(0, 16),
      aim: random.int(0, 1_023),
      buttons: random.int(0, 3),
      seenMsAgo: random.int(0, 250),
    }));
  const { tick: before } = live.match.match.snapshot ?? { tick: 0 };
  while (live.match.match.snapshot?.tick === before) {
    stir(live.match, anything());
    await live.match.tick();
  }
  const twin = new VirtualMatch(game, { options, from: live.match.match.snapshot });
  await twin.resume();
  const clients = live.players.map((id) => [live.match.connect(id), twin.connect(id)] as const);
  for (let tick = 0; tick < 300; tick += 1) {
    if (tick % 6 === 0) {
      const controls = anything();
      for (const match of [live.match, twin]) stir(match, controls);
    }
    for (const match of [live.match, twin]) await match.tick();
    for (const [one, other] of clients) expect(other.toJSON()).toEqual(one.toJSON());
    expect(twin.match.stateHash()).toEqual(live.match.match.stateHash());
  }
  expect(live.state.fighters.some(({ body }) => body.health < 100)).toBe(true);
});

describe('a checkpoint', () => {
  test('is taken between all stages, and repeatedly within a fight', async () => {
    const arena = await TestArena.seated(2, { seats: 4, roundMs: 50_000 });
    const snapshots = await play(arena, PACE.countdownMs + 50_000 + 1_000);
    const stages = snapshots.map(({ data }) => (data as { stage: string }).stage);
    expect(stages).toEqual(['countdown', 'fight', 'fight', 'fight', 'sudden']);
  });

  test('shifts no deadline, respawn or pad', async () => {
    const arena = await TestArena.fighting(2, { seats: 4, roundMs: 60_000 });
    const { deadline } = arena.state;
    await arena.match.until(() => arena.match.now > PACE.countdownMs + PACE.checkpointMs - 1_000);
    arena.body(1).health = 1;
    await arena.place([0, 4, 1], [1, 6, 1]);
    arena.setInput(0, { buttons: 2 });
    await arena.match.tick();
    arena.setInput(0, { buttons: 0 });
    const { backAt } = arena.fighter(1);
    expect(backAt).toBeGreaterThan(arena.match.now);
    await arena.match.until(() => arena.fighter(1).alive);
    expect(arena.match.match.snapshot?.tick).toBeGreaterThan((PACE.countdownMs * 30) / 1_000 + 1);
    expect(arena.match.now).toBe(backAt);
    expect(arena.state.deadline).toBe(deadline);
  });
});

test('a replay of a recording reproduces every hit and state hash', async () => {
  const arena = await TestArena.seated(1, { seats: 8, fill: 6, roundMs: 30_000 }, { bot: arenaBot });
  await play(arena, 45_000);
  const hurts: unknown[] = [];
  const hurtsOf = (outputs: readonly { kind: string }[]): unknown[] =>
    outputs.filter((output) => output.kind === 'notice');
  const replay = new Replay(game, arena.match.recording(), { onOutput: (output) => hurts.push(output) });
  await replay.advance(Infinity);
  expect(replay.divergence).toBeUndefined();
  expect(hurtsOf(hurts as { kind: string }[])).toEqual(hurtsOf(arena.match.outputs));
  expect(replay.match.state.toJSON()).toEqual(arena.state.toJSON());
});
