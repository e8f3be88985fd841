/** Encodes the frames of a match for deflate: in columns, as differences, with numbers for repeated items. */
import type { Entry } from '../record/entries.ts';
import { ByteReader, corrupt } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { Dictionary, emptyColumns, readColumns, readNumbered, writeColumns, type Columns } from './columns.ts';
import {
  INPUT_HEADS,
  readEntry,
  writeEntry,
  type EntrySource,
  type EntrySink,
  type NumberKind,
} from './entry-codec.ts';
import { InputColumnReader, InputColumnWriter } from './input-columns.ts';
import { readStateHashes, writeStateHashes, type TickStateHash } from './state-hash-codec.ts';
import { mergeFrames } from './merge-frames.ts';
import type { Frame } from '../record/recording.ts';
import { REPLAY_BOUNDS, tooLarge } from './replay-bounds.ts';
import { ReplayProblem } from './replay-problem.ts';
import { ticksIn } from './tick-column.ts';
import { readValue, writeValue } from './value-codec.ts';
import { readVerbs, writeVerbs, type Verbs } from './verb-codes.ts';

/** The first byte. */
const FORMAT = 1;
/** After how many items the reader may pause: about a millisecond. */
const SLICE_THINGS = 1_024;

/**
 * Encodes the frames of a match. Frames of one tick are merged; tokens are left out, as the file is public. Deflate the result.
 *
 * @throws TypeError for data that is not plain
 * @throws ReplayProblem `too-large` beyond `REPLAY_BOUNDS`
 */
export function encodeFrames(frames: Iterable<Frame>): Uint8Array<ArrayBuffer> {
  const merged = mergeFrames(frames);
  checkSize(merged);
  const columns = emptyColumns();
  writeTicks(columns, merged);
  if (columns.data.counted > REPLAY_BOUNDS.values) throw tooLarge(`${REPLAY_BOUNDS.values} values`);
  if (columns.verbs.counted > REPLAY_BOUNDS.verbs) throw tooLarge(`${REPLAY_BOUNDS.verbs} calls`);
  writeStateHashes(
    columns,
    merged.flatMap(({ trace }) => trace ?? []),
  );
  const writer = new ByteWriter();
  writer.byte(FORMAT);
  writeColumns(writer, columns);
  return writer.take();
}

/**
 * Decodes the frames of `encodeFrames`, without tokens.
 *
 * @throws ReplayProblem for other bytes
 */
export function decodeFrames(bytes: Uint8Array): Frame[] {
  const reading = readingFrames(bytes);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
  }
}

/**
 * The same in small steps, for a host that does other work in between.
 *
 * @throws ReplayProblem from a step
 */
export function* readingFrames(bytes: Uint8Array): Generator<undefined, Frame[]> {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format > FORMAT)
    throw new ReplayProblem('newer', `The recording has format ${format}; this version reads up to ${FORMAT}.`);
  if (format < FORMAT) throw corrupt(`there is no format ${format}`);
  const columns = readColumns(reader);
  reader.end();
  const frames: Frame[] = [];
  const size = new Size();
  for (const frame of withStateHashes(readTicks(columns, size), readStateHashes(columns))) {
    if (frame === 'not yet') {
      yield;
      continue;
    }
    size.frame();
    frames.push(frame);
    if (size.isSliceOver) yield;
  }
  for (const column of Object.values(columns)) column.end();
  return frames;
}

/** Checks the size of a match while it is read or written. */
class Size {
  #frames = 0;
  #entries = 0;
  #ofSlice = 0;

  /** @throws ReplayProblem `too-large` */
  frame(): void {
    this.#ofSlice++;
    if (++this.#frames > REPLAY_BOUNDS.frames) throw tooLarge(`${REPLAY_BOUNDS.frames} ticks with something in them`);
  }

  /** Checks a stated count of entries. @throws ReplayProblem `too-large` */
  entries(count: number): void {
    this.#entries += count;
    if (count > REPLAY_BOUNDS.entriesPerTick) throw tooLarge(`${REPLAY_BOUNDS.entriesPerTick} entries in one tick`);
    if (this.#entries > REPLAY_BOUNDS.entries) throw tooLarge(`${REPLAY_BOUNDS.entries} entries`);
  }

  /** Counts an entry with this many values. */
  read(values: number): void {
    this.#ofSlice += 1 + values;
  }

  get isSliceOver(): boolean {
    if (this.#ofSlice < SLICE_THINGS) return false;
    this.#ofSlice = 0;
    return true;
  }
}

function checkSize(frames: readonly Frame[]): void {
  const size = new Size();
  for (const { entries } of frames) {
    size.frame();
    size.entries(entries.length);
  }
}

/** A frame, or a point to pause at within a large one. */
type Read = Frame | 'not yet';

/** Merges the state hashes into the frames. Both are in order of ticks. */
function* withStateHashes(
  frames: Generator<Read, void>,
  hashes: Generator<TickStateHash, void>,
): Generator<Read, void> {
  let next = hashes.next().value;
  for (const frame of frames) {
    if (frame === 'not yet') {
      yield frame;
      continue;
    }
    for (; next !== undefined && next.tick < frame.tick; next = hashes.next().value) yield hashed(next);
    if (next?.tick !== frame.tick) {
      yield frame;
      continue;
    }
    yield hashed(next, frame);
    next = hashes.next().value;
  }
  for (; next !== undefined; next = hashes.next().value) yield hashed(next);
}

function hashed(
  { tick, stateHash }: TickStateHash,
  { entries, trace }: Pick<Frame, 'entries' | 'trace'> = NOTHING,
): Frame {
  const { verbs, calls } = trace ?? NO_CALLS;
  return { tick, entries, trace: { tick, verbs, calls, stateHash } };
}

const NOTHING: Pick<Frame, 'entries'> = { entries: [] };
const NO_CALLS: Verbs = { verbs: [], calls: 0 };

/** Entries and calls. The shape of a tick is its number of entries, and whether there were calls. */
function writeTicks(columns: Columns<ByteWriter>, frames: readonly Frame[]): void {
  const inputs = new InputColumnWriter(columns);
  const out = entryOut(columns, inputs);
  const sequences = new Dictionary();
  let last = 0;
  for (const { tick, entries, trace } of frames) {
    const calls = trace !== undefined && trace.calls > 0 ? trace : undefined;
    if (entries.length === 0 && calls === undefined) continue;
    columns.ticks.varint(tick - last);
    columns.shapes.varint(entries.length * 2 + (calls === undefined ? 0 : 1));
    for (const entry of entries) {
      const { counted } = columns.data;
      writeEntry(out, entry, { tokens: false });
      if (columns.data.counted - counted > REPLAY_BOUNDS.valuesPerEntry)
        throw tooLarge(`${REPLAY_BOUNDS.valuesPerEntry} values at once`);
    }
    if (calls !== undefined) writeCalls(columns, sequences, calls);
    last = tick;
  }
  inputs.end();
}

function* readTicks(columns: Columns<ByteReader>, size: Size): Generator<Read, void> {
  const from = entryIn(columns);
  const sequences: Verbs[] = [];
  for (const tick of ticksIn(columns.ticks)) {
    const shape = columns.shapes.varint();
    const count = Math.floor(shape / 2);
    size.entries(count);
    const entries: Entry[] = [];
    for (let left = count; left > 0; left--) {
      entries.push(readEntry(from));
      size.read(columns.data.begin());
      if (size.isSliceOver) yield 'not yet';
    }
    if (shape % 2 === 0) yield { tick, entries };
    else yield { tick, entries, trace: { tick, ...readCalls(columns, sequences) } };
  }
}

function writeCalls(columns: Columns<ByteWriter>, sequences: Dictionary, { verbs, calls }: Verbs): void {
  const { number, isNew } = sequences.number(JSON.stringify([calls, verbs]));
  columns.calls.varint(number);
  if (isNew) writeVerbs(columns.verbs, { verbs, calls });
}

function readCalls(columns: Columns<ByteReader>, sequences: Verbs[]): Verbs {
  return readNumbered(columns.calls, sequences, () => readVerbs(columns.verbs));
}

function entryOut(columns: Columns<ByteWriter>, inputs: InputColumnWriter): EntrySink {
  const players = new Dictionary();
  const words = new Dictionary();
  const numbers = new Differences();
  const named = (column: ByteWriter, dictionary: Dictionary, text: string): void => {
    const { number, isNew } = dictionary.number(text);
    column.varint(number);
    if (isNew) columns.texts.text(text);
  };
  let who = '';
  return {
    head(head) {
      columns.heads.byte(head);
      who = '';
    },
    player(id) {
      who = id;
      named(columns.players, players, id);
    },
    text: (text) => columns.texts.text(text),
    word: (word) => named(columns.words, words, word),
    number: (value, kind) => columns[COLUMN_OF[kind]].signed(numbers.from(value, kind, who)),
    data: (value) => writeValue(columns.data, value),
    input(entry) {
      columns.heads.byte(INPUT_HEADS.input);
      inputs.write(entry);
    },
  };
}

function entryIn(columns: Columns<ByteReader>): EntrySource {
  const players: string[] = [];
  const words: string[] = [];
  const numbers = new Differences();
  const inputs = new InputColumnReader(columns);
  const newWord = (): string => columns.texts.text(REPLAY_BOUNDS.wordUnits);
  let who = '';
  return {
    head() {
      who = '';
      return columns.heads.byte();
    },
    player() {
      who = readNumbered(columns.players, players, newWord);
      return who;
    },
    name: newWord,
    text: () => columns.texts.text(),
    word: () => readNumbered(columns.words, words, newWord),
    number: (kind) => numbers.to(columns[COLUMN_OF[kind]].signed(), kind, who),
    data: () => readValue(columns.data),
    input(head) {
      if (head !== INPUT_HEADS.input) throw corrupt(`there is no input ${head}`);
      return inputs.read();
    },
  };
}

const COLUMN_OF = { ref: 'refs', question: 'questions', effect: 'effects' } as const satisfies Record<
  NumberKind,
  string
>;

/** Numbers as differences from the previous one of the same kind; refs per player. */
class Differences {
  readonly #last = new Map<string, number>();

  from(value: number, kind: NumberKind, who: string): number {
    const key = keyOf(kind, who);
    const last = this.#last.get(key) ?? 0;
    this.#last.set(key, value);
    return value - last;
  }

  to(difference: number, kind: NumberKind, who: string): number {
    const key = keyOf(kind, who);
    const value = (this.#last.get(key) ?? 0) + difference;
    if (!Number.isSafeInteger(value)) throw corrupt(`a number of a ${kind} is too large`);
    this.#last.set(key, value);
    return value;
  }
}

function keyOf(kind: NumberKind, who: string): string {
  return kind === 'ref' ? `ref ${who}` : kind;
}
