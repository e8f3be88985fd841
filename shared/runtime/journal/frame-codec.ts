/** The frames of one match as bytes that deflate well: in columns, as differences, what repeats as numbers. */
import type { Entry } from '../entries.ts';
import { ByteReader, corrupt } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { Dictionary, emptyColumns, readColumns, readNumbered, writeColumns, type Columns } from './columns.ts';
import { INPUT_HEADS, readEntry, writeEntry, type EntryIn, type EntryOut, type NumberKind } from './entry-codec.ts';
import { InputsIn, InputsOut } from './input-columns.ts';
import { readMarks, writeMarks } from './mark-codec.ts';
import { mergeFrames } from './merge-frames.ts';
import type { Frame } from '../recording.ts';
import { ReplayProblem } from './replay-problem.ts';
import { readValue, writeValue } from './values.ts';
import { readVerbs, writeVerbs, type Verbs } from './verb-codes.ts';

/** The first byte. */
const FORMAT = 1;
/** Half a day at 20 ticks a second, with something in each tick. A few bytes can say that there are more. */
export const MAX_FRAMES = 2 ** 20;

/**
 * Frames of one match; those of one tick become one, and tokens are left out: people may see it. Deflate what it gives.
 *
 * @throws TypeError for data that is not plain
 * @throws ReplayProblem `too-large` for more than MAX_FRAMES
 */
export function encodeFrames(frames: Iterable<Frame>): Uint8Array<ArrayBuffer> {
  const merged = mergeFrames(frames);
  if (merged.length > MAX_FRAMES) throw tooMany();
  const columns = emptyColumns();
  writeTicks(columns, merged);
  writeMarks(
    columns,
    merged.flatMap(({ trace }) => trace ?? []),
  );
  const writer = new ByteWriter();
  writer.byte(FORMAT);
  writeColumns(writer, columns);
  return writer.take();
}

/**
 * What `encodeFrames` was given, without its tokens.
 *
 * @throws ReplayProblem for bytes that it never gave
 */
export function decodeFrames(bytes: Uint8Array): Frame[] {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format > FORMAT)
    throw new ReplayProblem('newer', `The recording has format ${format}; this version reads up to ${FORMAT}.`);
  if (format < FORMAT) throw corrupt(`there is no format ${format}`);
  const columns = readColumns(reader);
  reader.end();
  const frames: Frame[] = [];
  for (const frame of readTicks(columns)) pushBounded(frames, frame);
  const traces = new Map(frames.map(({ tick, trace }) => [tick, trace]));
  for (const { tick, mark } of readMarks(columns)) {
    const { verbs, calls } = traces.get(tick) ?? NO_CALLS;
    pushBounded(frames, { tick, entries: [], trace: { tick, verbs, calls, mark } });
  }
  for (const column of Object.values(columns)) column.end();
  return mergeFrames(frames);
}

const NO_CALLS: Verbs = { verbs: [], calls: 0 };

function pushBounded(frames: Frame[], frame: Frame): void {
  if (frames.push(frame) > MAX_FRAMES) throw tooMany();
}

function tooMany(): ReplayProblem {
  return new ReplayProblem('too-large', `The recording has more than ${MAX_FRAMES} frames.`);
}

/** What entered and what was called. The shape of a tick is how many entries it has, and whether there were calls. */
function writeTicks(columns: Columns<ByteWriter>, frames: readonly Frame[]): void {
  const inputs = new InputsOut(columns);
  const out = entryOut(columns, inputs);
  const sequences = new Dictionary();
  let last = 0;
  for (const { tick, entries, trace } of frames) {
    const calls = trace !== undefined && trace.calls > 0 ? trace : undefined;
    if (entries.length === 0 && calls === undefined) continue;
    columns.ticks.varint(tick - last);
    columns.shapes.varint(entries.length * 2 + (calls === undefined ? 0 : 1));
    for (const entry of entries) writeEntry(out, entry, { tokens: false });
    if (calls !== undefined) writeCalls(columns, sequences, calls);
    last = tick;
  }
  inputs.end();
}

function* readTicks(columns: Columns<ByteReader>): Generator<Frame, void> {
  const from = entryIn(columns);
  const sequences: Verbs[] = [];
  let tick = 0;
  while (columns.ticks.left > 0) {
    tick += columns.ticks.varint();
    if (!Number.isSafeInteger(tick)) throw corrupt('a tick is too large');
    const shape = columns.shapes.varint();
    const entries: Entry[] = [];
    for (let left = Math.floor(shape / 2); left > 0; left--) entries.push(readEntry(from));
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

function entryOut(columns: Columns<ByteWriter>, inputs: InputsOut): EntryOut {
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

function entryIn(columns: Columns<ByteReader>): EntryIn {
  const players: string[] = [];
  const words: string[] = [];
  const numbers = new Differences();
  const inputs = new InputsIn(columns);
  const newText = (): string => columns.texts.text();
  let who = '';
  return {
    head() {
      who = '';
      return columns.heads.byte();
    },
    player() {
      who = readNumbered(columns.players, players, newText);
      return who;
    },
    text: newText,
    word: () => readNumbered(columns.words, words, newText),
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

/** Numbers as differences to the one before of the same kind; refs count for each player alone. */
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
