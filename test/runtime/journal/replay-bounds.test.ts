import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { emptyColumns, type Columns } from '../../../shared/runtime/journal/columns.ts';
import { REPLAY_BOUNDS } from '../../../shared/runtime/journal/replay-bounds.ts';
import { decodeReplay, encodeReplay } from '../../../shared/runtime/journal/replay-file.ts';
import { ReplayProblem } from '../../../shared/runtime/journal/replay-problem.ts';
import { writeValue } from '../../../shared/runtime/journal/value-codec.ts';
import { fileOf, framesOf, repeat, sealed, START } from './hostile-file.ts';

const nodeInflate = promisify(inflateRaw);
const inflate = (bytes: Uint8Array, maxOutputLength: number): Promise<Uint8Array> =>
  nodeInflate(bytes, { maxOutputLength });

/* Bytes of the format, as `entry-codec.ts` and `values.ts` have them. */
const LEAVE = 4;
const MESSAGE = 5;
const MAP = 12;
const RECORD = 10;
const ONE_ENTRY = 2;

function frames(write: (columns: Columns<ByteWriter>) => void): Uint8Array {
  return fileOf(framesOf(write));
}

/** This many players leave in one tick. */
function leaves(columns: Columns<ByteWriter>, count: number): void {
  columns.ticks.varint(1);
  columns.shapes.varint(count * 2);
  repeat(columns.heads, count, LEAVE);
  repeat(columns.players, count, 0);
  columns.texts.text('a');
}

/** A message of one player with whatever `write` puts into its data. */
function message(columns: Columns<ByteWriter>, write: (data: ByteWriter) => void): void {
  columns.ticks.varint(1);
  columns.shapes.varint(ONE_ENTRY);
  columns.heads.byte(MESSAGE);
  repeat(columns.players, 1, 0);
  repeat(columns.words, 1, 0);
  columns.texts.text('a');
  columns.texts.text('say');
  write(columns.data);
}

/** This many ticks, each with one player who leaves. */
function ticks(columns: Columns<ByteWriter>, count: number, entriesInEach: number): void {
  repeat(columns.ticks, count, 1);
  for (let left = count; left > 0; left--) columns.shapes.varint(entriesInEach * 2);
  repeat(columns.heads, count * entriesInEach, LEAVE);
  repeat(columns.players, count * entriesInEach, 0);
  columns.texts.text('a');
}

function traceOf(columns: Columns<ByteWriter>, traces: number): void {
  repeat(columns.ticks, traces, 1);
  repeat(columns.shapes, traces, 1);
  for (let trace = 0; trace < traces; trace++) columns.calls.varint(trace);
  repeat(columns.verbs, traces, 64, 0, ...Array.from({ length: 64 }, () => 1));
}

const FAR = 9 * 10 ** 15;

test.for<readonly [what: string, code: string, file: () => Uint8Array]>([
  [
    'whose last tick is years away, and something happens in it',
    'too-large',
    () =>
      fileOf(
        framesOf(({ ticks: column, shapes }) => (column.varint(FAR), shapes.varint(0))),
        { start: START, lastTick: FAR },
      ),
  ],
  [
    'whose last mark is years away',
    'too-large',
    () =>
      fileOf(
        framesOf(({ hashTicks, hashChanges }) => (hashTicks.varint(FAR), hashChanges.byte(0))),
        { start: START, lastTick: FAR },
      ),
  ],
  [
    'that goes on for years after its last frame',
    'corrupt',
    () =>
      fileOf(
        framesOf(() => {}),
        { start: START, lastTick: FAR },
      ),
  ],
  [
    'in which nothing happens for an hour',
    'corrupt',
    () =>
      fileOf(
        framesOf(({ ticks: column, shapes }) => (column.varint(72_000), shapes.varint(0))),
        { start: START, lastTick: 72_000 },
      ),
  ],
  [
    'that has the same tick twice',
    'corrupt',
    () => frames((columns) => (repeat(columns.ticks, 2, 1), columns.ticks.byte(0), repeat(columns.shapes, 3, 0))),
  ],
  [
    'with more entries in one tick',
    'too-large',
    () => frames((columns) => leaves(columns, REPLAY_BOUNDS.entriesPerTick + 1)),
  ],
  [
    'that says it has 2^50 entries in one tick',
    'too-large',
    () => frames(({ ticks: column, shapes }) => (column.varint(1), shapes.varint(2 ** 51))),
  ],
  [
    'with more entries in all',
    'too-large',
    () =>
      frames((columns) =>
        ticks(columns, REPLAY_BOUNDS.entries / REPLAY_BOUNDS.entriesPerTick + 1, REPLAY_BOUNDS.entriesPerTick),
      ),
  ],
  ['of millions of ticks', 'too-large', () => frames((columns) => ticks(columns, REPLAY_BOUNDS.frames + 1, 0))],
  [
    'with millions of empty maps',
    'too-large',
    () =>
      frames((columns) =>
        message(
          columns,
          (data) => (data.byte(9), data.varint(REPLAY_BOUNDS.values), repeat(data, REPLAY_BOUNDS.values, MAP, 0)),
        ),
      ),
  ],
  [
    'with millions of empty records',
    'too-large',
    () =>
      frames((columns) =>
        message(
          columns,
          (data) => (data.byte(9), data.varint(REPLAY_BOUNDS.values), repeat(data, REPLAY_BOUNDS.values, RECORD, 0)),
        ),
      ),
  ],
  [
    'with millions of values in thousands of messages',
    'too-large',
    () =>
      frames((columns) => {
        const messages = REPLAY_BOUNDS.values / 1_000;
        columns.ticks.varint(1);
        columns.shapes.varint(2 * Math.ceil(messages));
        repeat(columns.heads, Math.ceil(messages), MESSAGE);
        repeat(columns.players, Math.ceil(messages), 0);
        repeat(columns.words, Math.ceil(messages), 0);
        columns.texts.text('a');
        columns.texts.text('say');
        for (let left = messages; left > 0; left--) {
          columns.data.byte(9);
          columns.data.varint(1_000);
          repeat(columns.data, 1_000, RECORD, 0);
        }
      }),
  ],
  [
    'with lists within lists',
    'corrupt',
    () => frames((columns) => message(columns, (data) => repeat(data, 100_000, 9, 1))),
  ],
  [
    'with a list that says it has 2^50 items',
    'truncated',
    () => frames((columns) => message(columns, (data) => (data.byte(9), data.varint(2 ** 50)))),
  ],
  [
    'with a text that says it has 2^50 characters',
    'too-large',
    () => frames((columns) => message(columns, (data) => (data.byte(7), data.varint(2 ** 50)))),
  ],
  [
    'with a text of megabytes',
    'too-large',
    () =>
      frames((columns) =>
        message(columns, (data) => (data.byte(7), data.text('x'.repeat(REPLAY_BOUNDS.textUnits + 1)))),
      ),
  ],
  [
    'with a name of thousands of characters',
    'too-large',
    () =>
      frames(
        (columns) => (
          columns.ticks.varint(1),
          columns.shapes.varint(ONE_ENTRY),
          columns.heads.byte(0),
          columns.players.byte(0),
          columns.texts.text('a'),
          columns.texts.text('x'.repeat(REPLAY_BOUNDS.wordUnits + 1))
        ),
      ),
  ],
  [
    'with a player whose id has thousands of characters',
    'too-large',
    () =>
      frames(
        (columns) => (
          columns.ticks.varint(1),
          columns.shapes.varint(ONE_ENTRY),
          columns.heads.byte(LEAVE),
          columns.players.byte(0),
          columns.texts.text('x'.repeat(REPLAY_BOUNDS.wordUnits + 1))
        ),
      ),
  ],
  ['with millions of calls', 'too-large', () => frames((columns) => traceOf(columns, REPLAY_BOUNDS.verbs / 64 + 1))],
  [
    'whose marks have more fields than a state',
    'corrupt',
    () =>
      frames(
        ({ hashTicks, hashChanges }) => (
          hashTicks.byte(1),
          hashChanges.byte(2),
          hashChanges.byte(REPLAY_BOUNDS.hashedFields + 1)
        ),
      ),
  ],
  [
    'with endless options',
    'too-large',
    () =>
      fileOf(
        framesOf(() => {}),
        { start: { ...START, options: Array.from({ length: REPLAY_BOUNDS.valuesPerEntry }, () => 0) }, lastTick: 1 },
      ),
  ],
  [
    'with a tick of years',
    'corrupt',
    () =>
      fileOf(
        framesOf(() => {}),
        { start: { ...START, tickRate: 1e-300 }, lastTick: 0 },
      ),
  ],
  [
    'with an endless match id',
    'corrupt',
    () =>
      fileOf(
        framesOf(() => {}),
        { start: { ...START, matchId: 'x'.repeat(REPLAY_BOUNDS.wordUnits + 1) }, lastTick: 1 },
      ),
  ],
  [
    'with a column that says it has 2^50 bytes',
    'truncated',
    () => fileOf(Uint8Array.of(1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02, ...new Uint8Array(32))),
  ],
  ['of more bytes', 'too-large', () => new Uint8Array(REPLAY_BOUNDS.bytes + 1)],
  ['that says it inflates to more', 'too-large', () => inflatingTo(REPLAY_BOUNDS.bytes + 1)],
  ['that inflates to more than it says', 'corrupt', () => inflatingTo(100)],
])('K7 a file %s is refused before the work is done: %s', async ([, code, make]) => {
  const file = make();

  await expect(decodeReplay(file, inflate)).rejects.toMatchObject({ name: 'ReplayProblem', code });
});

/** 64 MB of zeros in 64 kB, after how many there are to be. */
function inflatingTo(bytes: number): Uint8Array {
  const rest = new ByteWriter();
  writeValue(rest, { start: START, lastTick: 1 });
  rest.varint(bytes);
  rest.raw(deflateRawSync(new Uint8Array(REPLAY_BOUNDS.bytes)));
  return sealed(rest.take());
}

test('K7 what is beyond a bound is not written either', async () => {
  const deflate = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(bytes);
  const leave = { kind: 'leave', player: 'a' } as const;
  const many = Array.from({ length: REPLAY_BOUNDS.entriesPerTick + 1 }, () => leave);
  const values = Array.from({ length: REPLAY_BOUNDS.valuesPerEntry }, () => 0);

  for (const recording of [
    { start: START, lastTick: 1, frames: [{ tick: 1, entries: many }] },
    { start: START, lastTick: REPLAY_BOUNDS.ticks + 1, frames: [] },
    {
      start: START,
      lastTick: 1,
      frames: [{ tick: 1, entries: [{ kind: 'effect', effect: 1, result: values } as const] }],
    },
  ]) {
    await expect(encodeReplay(recording, deflate)).rejects.toMatchObject({ code: 'too-large' });
  }
});

test('a file that is at its bounds is read in small steps', async () => {
  let pauses = 0;
  const perTick = 1_000;
  const file = fileOf(
    framesOf((columns) => ticks(columns, 100, perTick)),
    { start: START, lastTick: 100 },
  );

  const recording = await decodeReplay(file, inflate, () => void pauses++);

  expect(recording.frames).toHaveLength(100);
  expect(pauses).toBeGreaterThan(40);
});

test('reading ends where its pause does not let it go on', async () => {
  const file = fileOf(
    framesOf((columns) => ticks(columns, 10, 2_000)),
    { start: START, lastTick: 10 },
  );
  const closed = new Error('the page was closed');

  await expect(decodeReplay(file, inflate, () => Promise.reject(closed))).rejects.toBe(closed);
});

test('K7 whatever the columns have, a file is a recording or a ReplayProblem', async () => {
  const names = Object.keys(emptyColumns()) as (keyof Columns<ByteWriter>)[];
  const column = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.tuple(fc.nat(255), fc.nat(2_000)).map(([byte, times]) => new Uint8Array(times).fill(byte)),
  );
  const columns = fc.record(Object.fromEntries(names.map((name) => [name, column])), { requiredKeys: [] });
  const lastTick = fc.oneof(fc.nat(1_000), fc.maxSafeNat());
  await fc.assert(
    fc.asyncProperty(columns, lastTick, async (bytes, last) => {
      const file = fileOf(
        framesOf((writers) => {
          for (const name of names) writers[name].raw(bytes[name] ?? new Uint8Array());
        }),
        { start: START, lastTick: last },
      );
      const read = await decodeReplay(file, inflate).catch((error: unknown) => error);
      if (read instanceof Error) expect(read).toBeInstanceOf(ReplayProblem);
    }),
    { numRuns: 500 },
  );
});
