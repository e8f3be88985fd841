import { expect, test } from 'vitest';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Output } from '../../../shared/runtime/host.ts';
import type { Frame, Recording } from '../../../shared/runtime/record/recording.ts';
import { Replay } from '../../../shared/runtime/hosts/replay.ts';
import { everyVerb } from '../../golden/every-verb.ts';
import { playEveryVerb } from '../../golden/scenarios.ts';
import { gameOf } from '../play.ts';

const recording = await playEveryVerb();

type State = ReturnType<typeof open>['match']['state'];

function open(of: Recording = recording) {
  return new Replay(everyVerb, of);
}

/** What the state is at a tick, played from the start. */
async function stateAt(tick: number): Promise<string> {
  const replay = open();
  await replay.advance(tick);
  return JSON.stringify(replay.match.state);
}

function cardsOf(state: State): Record<string, number | undefined> {
  return Object.fromEntries(Array.from(state.hands.entries(), ([id, { card }]) => [id, card]));
}

test('a replay ends as the match did', async () => {
  const replay = open();

  await replay.advance(Infinity);

  expect([replay.tick, replay.divergence]).toEqual([recording.lastTick, undefined]);
  expect(replay.match.ended?.kind).toBe('finished');
});

test('a seek in any direction gives the state that the match had at that tick', async () => {
  const replay = open();
  const half = Math.floor(recording.lastTick / 2);
  for (const tick of [half, 3, recording.lastTick, half + 7, half + 6, 0, recording.lastTick - 1, 60]) {
    await replay.seek(tick);

    expect(replay.tick).toBe(tick);
    expect(JSON.stringify(replay.match.state)).toBe(await stateAt(tick));
  }
});

test('a seek goes on from the nearest snapshot that was met, and plays nothing before it', async () => {
  const ticks: number[] = [];
  const replay = new Replay(everyVerb, recording, { onOutput: (_, tick) => ticks.push(tick) });
  await replay.advance(recording.lastTick);
  ticks.length = 0;

  await replay.seek(70);

  const from = replay.match.snapshot?.tick ?? 0;
  expect(from).toBeGreaterThan(0);
  expect(Math.min(...ticks)).toBe(from);
});

test('ticks outside the match are its first and its last', async () => {
  const replay = open();

  await replay.seek(recording.lastTick + 100);
  expect(replay.tick).toBe(recording.lastTick);
  await replay.seek(-5);
  expect(replay.tick).toBe(0);
});

test('a player sees its own hidden fields, and a spectator none', async () => {
  const replay = open();
  await replay.seek(40);
  const cards = cardsOf(replay.match.state);

  const ids = Object.keys(cards);
  const hidden = Object.fromEntries(ids.map((id) => [id, undefined]));

  expect(ids).toHaveLength(3);
  for (const id of ids) expect(cardsOf(replay.see(id))).toStrictEqual({ ...hidden, [id]: cards[id] });
  expect(cardsOf(replay.see(undefined))).toStrictEqual(hidden);
  expect(cardsOf(replay.see('nobody'))).toStrictEqual(hidden);
});

test('the seen state is updated while the match runs, and fetched again after a seek', async () => {
  const replay = open();
  // Cards have been dealt and taken away, and nobody looked.
  await replay.seek(90);
  const state = replay.see('p1');

  for (let tick = 91; tick <= recording.lastTick; tick++) {
    await replay.advance(tick);
    expect(state.toJSON()).toMatchObject({ round: replay.match.state.round, log: [...replay.match.state.log] });
    expect(cardsOf(state)['p1']).toBe(cardsOf(replay.match.state)['p1']);
  }
  expect(replay.see('p1')).toBe(state);
  await replay.seek(30);
  expect(replay.see('p1')).not.toBe(state);
  expect(cardsOf(replay.see('p1'))['p1']).toBe(cardsOf(replay.match.state)['p1']);
});

test('a spectator’s state is fetched again after a seek too', async () => {
  const replay = open();
  await replay.seek(90);
  const before = replay.see(undefined);
  await replay.seek(30);
  const after = replay.see(undefined);
  await replay.advance(35);

  expect(after).not.toBe(before);
  expect(after.ticks).toBe(replay.match.state.ticks);
});

test('somebody who sits down later sees with the own eyes from then on', async () => {
  const replay = open();
  const before = replay.see('p1');
  await replay.advance(30);
  const after = replay.see('p1');

  expect(after).not.toBe(before);
  expect(cardsOf(after)['p1']).toBe(cardsOf(replay.match.state)['p1']);
});

test('every output of the match is reported with its tick', async () => {
  const match = new VirtualMatch(everyVerb, { seed: 3 });
  await match.join('Ann');
  await match.join('Ben');
  match.enter({ kind: 'join', player: 'x', name: 'Bo', bot: true });
  await match.tick(100);
  const told: Output[] = [];
  const ticks: number[] = [];
  const replay = new Replay(everyVerb, match.recording(), {
    onOutput(output, tick) {
      told.push(output);
      ticks.push(tick);
    },
  });

  await replay.advance(Infinity);

  expect(told).toEqual(match.outputs);
  expect(ticks.slice(0, 2)).toEqual([1, 2]);
  expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
});

test('ticks after the last frame are played too', async () => {
  const replay = open({ ...recording, frames: recording.frames.slice(0, 5), lastTick: 90 });

  await replay.advance(90);

  expect([replay.tick, replay.divergence]).toEqual([90, undefined]);
});

test('a replay stops where it first differs, and goes back from there', async () => {
  const at = 70;
  const frames: Frame[] = [...recording.frames.filter(({ tick }) => tick !== at), leaves(at)].sort(
    (a, b) => a.tick - b.tick,
  );
  const replay = open({ ...recording, frames });

  await replay.advance(recording.lastTick);
  const { tick, divergence } = replay;
  expect(divergence?.tick).toBeGreaterThanOrEqual(at);
  expect(tick).toBeLessThan(recording.lastTick);
  await replay.seek(at - 1);
  expect(JSON.stringify(replay.match.state)).toBe(await stateAt(at - 1));
  await replay.seek(recording.lastTick);
  expect([replay.tick, replay.divergence]).toEqual([divergence?.tick, divergence]);
});

test('a difference that shows later is gone back to', async () => {
  const at = recording.frames.find(({ tick, trace }) => tick > 60 && trace !== undefined && trace.calls > 0)?.tick ?? 0;
  const frames = recording.frames.map(({ tick, entries, trace }) =>
    tick === at ? { tick, entries } : { tick, entries, trace },
  );
  const replay = open({ ...recording, frames });

  await replay.advance(recording.lastTick);
  expect(replay.divergence).toMatchObject({ tick: at, verb: { index: 0, expected: undefined } });
  expect(replay.tick).toBeGreaterThan(at);
  await replay.seek(recording.lastTick);
  expect(replay.tick).toBe(at);
});

test('a recording of another game is refused', () => {
  const other = { ...recording, start: { ...recording.start, game: 'chess' } };

  expect(() => open(other)).toThrow('This is a replay of "chess", not of "every-verb".');
});

test('more snapshots than are kept make no difference to what a seek gives', async () => {
  const game = gameOf(async (room, from) => {
    const round = from?.round ?? 0;
    room.state.count += room.random.int(1, 6);
    await room.nextTick();
    if (round < 1_000) await room.checkpoint({ round: round + 1 });
  });
  const match = new VirtualMatch(game);
  const counts = [0];
  while (match.ended === undefined) {
    await match.tick();
    counts.push(match.state.count);
  }
  const replay = new Replay(game, match.recording());
  await replay.advance(Infinity);

  for (const tick of [900, 3, 500, 501, 999, 1]) {
    await replay.seek(tick);

    expect([replay.tick, replay.match.state.count]).toEqual([tick, counts[tick]]);
  }
  expect(replay.divergence).toBeUndefined();
});

function leaves(tick: number): Frame {
  return { tick, entries: [{ kind: 'leave', player: 'p1' }] };
}

test('a recording whose options do not fit the game is a clear error, and builds nothing', () => {
  const sized = { ...everyVerb, seatCount: (options: unknown) => (options as { seats: number }).seats };
  for (const options of [{ seats: 1e9 }, { seats: 0 }, null, undefined]) {
    const start = { ...recording.start, options };
    expect(() => new Replay(sized, { ...recording, start })).toThrow(/^This replay does not fit the game "/);
  }
});
