import { schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { pack, unpack } from 'msgpackr';
import { expect, test } from 'vitest';
import { defineBot, defineGame } from '../../../shared/runtime/index.ts';
import { type Entry, inputEntry, InputShape, Match, type Snapshot, stepMatches } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { gameOf, matchOf, step, virtual, type Script, type TestRoom } from '../play.ts';

const START = { format: 1, game: 'test', matchId: 'TEST', seed: '1', options: {}, tickRate: 20, code: '' } as const;
const join = (player: string) => ({ kind: 'join', player, name: player, bot: false }) as const;
const input = (...changes: number[]) => ({ kind: 'input', seat: 0, changes }) as const;

interface Seen {
  readonly move: number;
  readonly aim: number;
  readonly seenMsAgo: number;
}

/** A script that records the frames of all players in each tick. */
function watching(): { readonly seen: Seen[][]; readonly script: Script } {
  const seen: Seen[][] = [];
  const script = async (room: TestRoom): Promise<void> => {
    room.onTick(() => void seen.push(room.players.flatMap(({ inputs }) => inputs.map((frame) => ({ ...frame })))));
    await room.until(() => false);
  };
  return { seen, script };
}

test('P5.2 a frame is entered as the differences from the last one; what is left out has not changed', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(3, -100, 50));
  await step(match, input(0, 40));
  await step(match, input());
  await step(match);
  await step(match, input(-3, 60, -50));
  expect(seen).toEqual([
    [],
    [{ move: 3, aim: -100, seenMsAgo: 50 }],
    [{ move: 3, aim: -60, seenMsAgo: 50 }],
    [{ move: 3, aim: -60, seenMsAgo: 50 }],
    [],
    [{ move: 0, aim: 0, seenMsAgo: 0 }],
  ]);
});

test('P5.2 a frame that tells nothing new has the numbers told last, however many the ticks before had', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(1));
  await step(match, input(1), input(1));
  await step(match, input());
  await step(match, input(), input());
  await step(match, input(1), input(1), input(1));
  await step(match, input(), input());
  expect(seen.map((frames) => frames.map(({ move }) => move))).toEqual([[], [1], [2, 3], [3], [3, 3], [4, 5], [6, 6]]);
});

test('P5.2 what lies outside the range of a number becomes the nearest in it, a fraction is rounded, NaN is the lowest', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  for (const change of [1e9, -1e9, 4.6, Infinity, -Infinity, Number.NaN, 1]) await step(match, input(change, change));
  expect(seen.flat().map(({ move, aim }) => [move, aim])).toEqual([
    [8, 511],
    [0, -512],
    [5, -507],
    [8, 511],
    [0, -512],
    [0, -512],
    [1, -511],
  ]);
});

test('P5.2 every number is clamped to an integer of its range, and differences give the intended numbers', async () => {
  const Numbers = schema({ a: t.int8(), b: t.number() }, 'Numbers');
  const spec = { frame: Numbers, ranges: { a: [-5, 5], b: [3, 1_000_000] }, rewindMs: 100 } as const;
  const shape = new InputShape(spec);
  fc.assert(
    fc.property(fc.array(fc.record({ a: fc.double(), b: fc.double() })), (told) => {
      let last = shape.neutral();
      for (const controls of told) {
        const numbers = shape.merge(last, controls);
        const { changes } = inputEntry(0, last, numbers);
        const again = shape.clamp(last.map((number, index) => number + (changes[index] ?? 0)));
        expect(again).toEqual(numbers);
        expect(numbers.every((number) => Number.isInteger(number) && !Object.is(number, -0))).toBe(true);
        expect(Math.abs(numbers[0] ?? 9)).toBeLessThanOrEqual(5);
        expect(numbers[1]).toBeGreaterThanOrEqual(3);
        last = numbers;
      }
    }),
  );
});

test('P5.3 seenMsAgo goes up to rewindMs, and is 0 in a game without', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(0, 0, 1_000));
  await step(match, input(0, 0, -1_000));
  expect(seen.flat().map(({ seenMsAgo }) => seenMsAgo)).toEqual([200, 0]);
  const [game, frames] = walking();
  const other = new Match(game, { ...START, game: 'walking', options: undefined });
  await stepMatches([{ match: other, entries: [join('a')] }]);
  await stepMatches([{ match: other, entries: [input(1, 90)] }]);
  expect(frames).toEqual([{ x: 3, seenMsAgo: 0 }]);
});

test('P5.4 a dropped frame still counts: the next one differs from it', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(1), input(1), input(1), input(1));
  expect([match.inputOf('a'), match.droppedInputs]).toEqual([[4, 0, 0], 2]);
  await step(match, inputEntry(0, match.inputOf('a') ?? [], [7, 0, 0]));
  expect(seen.flat().map(({ move }) => move)).toEqual([1, 2, 7]);
});

test('P5.5 the numbers of a player stay over ticks, drops and checkpoints', async () => {
  const moves: number[] = [];
  const script: Script = async (room, from) => {
    room.onTick(() => void moves.push(...room.players.flatMap(({ inputs }) => inputs.map(({ move }) => move))));
    const [ann] = await room.seated(1);
    if (from === undefined) {
      await ann.next('move');
      return room.checkpoint({ round: 2 });
    }
    return room.until(() => false);
  };
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(5, -7, 9));
  await step(match, { kind: 'drop', player: 'a' });
  await step(match, { kind: 'return', player: 'a' }, { kind: 'message', player: 'a', type: 'move', data: 1 });
  const twin = new Match(gameOf(script), { ...START }, { from: unpack(pack(match.snapshot)) as Snapshot });
  expect([match.inputOf('a'), twin.inputOf('a')]).toEqual([
    [5, -7, 9],
    [5, -7, 9],
  ]);
  await step(match, input(1));
  expect(moves).toEqual([5, 6]);
});

test('P5.5 a snapshot keeps the numbers as they were', async () => {
  const match = matchOf(async (room, from) => {
    if (from === undefined) await room.sleep(100);
    return from === undefined ? room.checkpoint({ round: 2 }) : room.until(() => false);
  });
  await step(match, join('a'));
  await step(match, input(2));
  await step(match);
  const [seat] = match.snapshot?.seats ?? [];
  await step(match, input(2));
  expect([seat?.input, match.inputOf('a')]).toEqual([
    [2, 0, 0],
    [4, 0, 0],
  ]);
});

test('P5.5 a new player starts with 0 or the nearest number in range, also after another has left', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, join('a'));
  await step(match, input(6, 6, 6));
  await step(match, { kind: 'leave', player: 'a' }, join('a'));
  await step(match, input(1));
  await step(match, { kind: 'leave', player: 'a' }, join('b'), input(2));
  expect(seen.flat().map(({ move, aim }) => [move, aim])).toEqual([
    [6, 6],
    [1, 0],
    [2, 0],
  ]);
  const [game, frames] = walking();
  const other = new VirtualMatch(game);
  other.setInput(await other.join('Ann'), {});
  await other.tick();
  expect(frames).toEqual([{ x: 2, seenMsAgo: 0 }]);
});

test('P5.6 an input for an empty seat, or of a game that has none, is dropped and counted', async () => {
  const { seen, script } = watching();
  const match = matchOf(script);
  await step(match, input(1));
  await step(match, join('a'), { kind: 'input', seat: 3, changes: [1] }, { kind: 'input', seat: 2 ** 40, changes: [] });
  expect([match.droppedInputs, seen.flat(), match.inputOf('b')]).toEqual([3, [], undefined]);
  const still = defineGame({
    name: 'still',
    title: 'Still',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    state: schema({ count: t.number().default(0) }, 'Still'),
    messages: {},
    play: (room) => room.until(() => room.players.some(({ inputs }) => inputs.length > 0)),
  });
  const other = new Match(still, { ...START, game: 'still', options: undefined });
  await stepMatches([{ match: other, entries: [join('a'), input(1)] }]);
  expect([other.droppedInputs, other.inputOf('a'), other.ended]).toEqual([1, undefined, undefined]);
});

test('P5.7 a frame is good for its tick: later ones are written over it', async () => {
  const kept: Seen[] = [];
  const match = matchOf(async (room) => {
    const [ann] = await room.seated(1);
    room.onTick(() => void kept.push(...ann.inputs));
    await room.until(() => false);
  });
  await step(match, join('a'));
  await step(match, input(1));
  await step(match, input(1));
  expect(kept).toHaveLength(2);
  expect(kept[0]).toBe(kept[1]);
  expect(kept[0]?.move).toBe(2);
});

test('M1 the input of a game is checked when it is declared', () => {
  const typed = (fields: Parameters<typeof schema>[0]) => schema(fields, 'Numbers');
  const numbers = (...names: string[]) => typed(Object.fromEntries(names.map((name) => [name, t.int16()])));
  const ranges = (...names: string[]) => Object.fromEntries(names.map((name) => [name, [0, 1]]));
  const declare = (changes: object) => () =>
    defineGame({
      name: 'test',
      title: 'Test',
      seats: { min: 1, max: 2 },
      tickRate: 20,
      state: schema({}, 'Empty'),
      messages: {},
      play: async () => undefined,
      input: { frame: numbers('x', 'y'), ranges: { x: [0, 1], y: [-3, -3] }, ...changes },
    });
  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(declare({})).not.toThrow();
  expect(declare({ rewindMs: 250 })).not.toThrow();
  expect(declare({ frame: numbers(...seven), ranges: ranges(...seven) })).not.toThrow();
  for (const [changes, reason] of [
    [{ ranges: { x: [0, 1] } }, /a range for each in the order of its schema \(x, y\)/],
    [{ ranges: ranges('y', 'x') }, /in the order/],
    [{ ranges: ranges('x', 'y', 'z') }, /in the order/],
    [{ frame: numbers(...seven, 'h'), ranges: ranges(...seven, 'h') }, /at most 7 fields/],
    [{ ranges: { x: [0, 1], y: [2, 1] } }, /the range of the input "y"/],
    [{ ranges: { x: [0.5, 1], y: [0, 1] } }, /the range of the input "x"/],
    [{ ranges: { x: [0, Number.NaN], y: [0, 1] } }, /the range of the input "x"/],
    [{ ranges: { x: [0, 2 ** 40], y: [0, 1] } }, /the range of the input "x"/],
    [{ ranges: { x: [0, 1], y: [0, 40_000] } }, /the input "y" cannot hold all from 0 to 40000 as int16/],
    [{ frame: typed({ x: t.uint8() }), ranges: { x: [-1, 1] } }, /the input "x" cannot hold all from -1 to 1 as uint8/],
    [
      { frame: typed({ x: t.string() }), ranges: { x: [0, 1] } },
      /the type of the input "x" is one of int8, .*, not string/,
    ],
    [{ frame: typed({ x: t.number() }), ranges: { x: [0, 1] } }, /the type of the input "x" .*, not number/],
    [{ frame: typed({ x: t.float32() }), ranges: { x: [0, 1] } }, /the type of the input "x" .*, not float32/],
    [{ rewindMs: 33.3 }, /"rewindMs"/],
    [{ rewindMs: -1 }, /"rewindMs"/],
    [{ rewindMs: Number.NaN }, /"rewindMs"/],
    [{ frame: numbers('seenMsAgo'), ranges: ranges('seenMsAgo') }, /"seenMsAgo" is the server's own/],
  ] as const) {
    expect(declare(changes)).toThrow(RangeError);
    expect(declare(changes)).toThrow(reason);
  }
});

test('M12 a player’s input is sent each tick, and fields that are left out keep their values', async () => {
  const { seen, script } = watching();
  const match = virtual(script);
  const ann = await match.join('Ann');
  match.setInput(ann, { move: 4, aim: 100, seenMsAgo: 60 });
  await match.tick(2);
  match.setInput(ann, { aim: 9_999 });
  await match.tick();
  match.setInput(ann, undefined);
  await match.tick();
  const first = { move: 4, aim: 100, seenMsAgo: 60 };
  expect(seen).toEqual([[], [first], [first], [{ ...first, aim: 511 }], []]);
});

test('M12 the input of a player who has left is not sent for the next one', async () => {
  const { seen, script } = watching();
  const match = virtual(script);
  const ann = await match.join('Ann');
  match.setInput(ann, { move: 4 });
  match.enter({ kind: 'leave', player: ann });
  await match.join('Ben');
  await match.tick();
  expect(seen.flat()).toEqual([]);
  match.setInput('x', { move: 4 });
  match.enter({ kind: 'join', player: 'x', name: 'Cat', bot: false });
  await match.tick(2);
  match.leave('x');
  match.enter({ kind: 'join', player: 'x', name: 'Cat', bot: false });
  await match.tick(2);
  expect(seen.flat().map(({ move }) => move)).toEqual([4]);
});

test('B10 a bot holds controls as a client does, and what it sees is one tick old', async () => {
  const { seen, script } = watching();
  const game = gameOf(async (room) => {
    room.addBots(1);
    await script(room, undefined);
  });
  const bot = defineBot(game, {
    name: 'walker',
    async play(walker) {
      walker.setInput({ move: 2 });
      await walker.sleep(100);
      walker.setInput({ aim: -30 });
    },
  });
  const match = new VirtualMatch(game, { bot });
  await match.tick(6);
  expect(seen.flat()).toEqual([
    { move: 2, aim: 0, seenMsAgo: 50 },
    { move: 2, aim: 0, seenMsAgo: 50 },
    { move: 2, aim: -30, seenMsAgo: 50 },
    { move: 2, aim: -30, seenMsAgo: 50 },
  ]);
});

test('M10 a recording has the inputs as they were told, and its replay the same numbers', async () => {
  const { seen, script } = watching();
  const match = virtual(script);
  match.setInput(await match.join('Ann'), { move: 4, aim: -3 });
  await match.tick(2);
  const { start, frames } = match.recording();
  const { seen: again, script: twin } = watching();
  const replayed = new Match(gameOf(twin), start);
  const byTick = new Map<number, readonly Entry[]>(frames.map(({ tick, entries }) => [tick, entries]));
  for (let tick = 1; tick <= 3; tick++) await step(replayed, ...(byTick.get(tick) ?? []));
  expect(again).toEqual(seen);
  expect(frames.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'input'))).toEqual([
    { kind: 'input', seat: 0, changes: [4, -3, 0] },
    { kind: 'input', seat: 0, changes: [] },
  ]);
});

/** A game whose only number is never 0. */
function walking() {
  const seen: { readonly x: number; readonly seenMsAgo: number }[] = [];
  const game = defineGame({
    name: 'walking',
    title: 'Walking',
    seats: { min: 1, max: 1 },
    tickRate: 20,
    state: schema({ count: t.number().default(0) }, 'Walking'),
    messages: {},
    input: { frame: schema({ x: t.int8().default(0) }, 'Walk'), ranges: { x: [2, 9] } },
    async play(room) {
      room.onTick(() => void seen.push(...room.players.flatMap(({ inputs }) => inputs.map((frame) => ({ ...frame })))));
      await room.until(() => false);
    },
  });
  return [game, seen] as const;
}
