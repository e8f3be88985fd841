/** Columns of bytes, one for each kind of data: similar bytes side by side deflate well. */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { REPLAY_BOUNDS } from './replay-bounds.ts';

const { textUnits } = REPLAY_BOUNDS;
const VERB_BOUNDS = { counted: REPLAY_BOUNDS.verbs, countedAtOnce: Infinity, textUnits };
const VALUE_BOUNDS = { counted: REPLAY_BOUNDS.values, countedAtOnce: REPLAY_BOUNDS.valuesPerEntry, textUnits };

/** The columns of input changes: the game's own numbers and `seenMsAgo`. */
export const CHANGE_COLUMNS = [
  'inputs0',
  'inputs1',
  'inputs2',
  'inputs3',
  'inputs4',
  'inputs5',
  'inputs6',
  'inputs7',
] as const;

/** The columns of the gaps between changes, in frames. */
export const GAP_COLUMNS = ['gaps0', 'gaps1', 'gaps2', 'gaps3', 'gaps4', 'gaps5', 'gaps6', 'gaps7'] as const;

/** The order is part of the format. */
const COLUMNS = [
  'ticks',
  'shapes',
  'heads',
  'players',
  'words',
  'texts',
  'refs',
  'questions',
  'effects',
  'data',
  'seats',
  ...CHANGE_COLUMNS,
  ...GAP_COLUMNS,
  'calls',
  'verbs',
  'hashTicks',
  'hashChanges',
  'hashValues',
  'hashBytes',
] as const;

export type Columns<T> = Readonly<Record<(typeof COLUMNS)[number], T>>;

export function emptyColumns(): Columns<ByteWriter> {
  return Object.fromEntries(COLUMNS.map((name) => [name, new ByteWriter()])) as Columns<ByteWriter>;
}

export function writeColumns(writer: ByteWriter, columns: Columns<ByteWriter>): void {
  for (const name of COLUMNS) writer.varint(columns[name].length);
  for (const name of COLUMNS) writer.raw(columns[name].written);
}

/** @throws ReplayProblem if a column is shorter than its stated length */
export function readColumns(reader: ByteReader): Columns<ByteReader> {
  const lengths = COLUMNS.map(() => reader.varint());
  return Object.fromEntries(
    COLUMNS.map((name, index) => {
      const bounds = name === 'verbs' ? VERB_BOUNDS : VALUE_BOUNDS;
      return [name, new ByteReader(reader.part(lengths[index] ?? 0), bounds)];
    }),
  ) as Columns<ByteReader>;
}

/** Numbers repeated items: a new item's number is the count of those before. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();

  /** The number of an item, and whether it is new. */
  number(key: string): { readonly number: number; readonly isNew: boolean } {
    const known = this.#numbers.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    this.#numbers.set(key, this.#numbers.size);
    return { number: this.#numbers.size - 1, isNew: true };
  }
}

/** Reads the numbers of a Dictionary; new items are read where they occur. */
export function readNumbered<T>(numbers: ByteReader, known: T[], readNew: () => T): T {
  const number = numbers.below(known.length + 1, 'thing with the number');
  if (number === known.length) known.push(readNew());
  return known[number] as T;
}
