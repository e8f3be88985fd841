/** Columns of bytes, each of one kind of thing: alike next to alike is what deflate makes small. */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { REPLAY_BOUNDS } from './replay-bounds.ts';

const { textUnits } = REPLAY_BOUNDS;
const VERB_BOUNDS = { counted: REPLAY_BOUNDS.verbs, countedAtOnce: Infinity, textUnits };
const VALUE_BOUNDS = { counted: REPLAY_BOUNDS.values, countedAtOnce: REPLAY_BOUNDS.valuesPerEntry, textUnits };

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
  'inputs0',
  'inputs1',
  'inputs2',
  'inputs3',
  'inputs4',
  'inputs5',
  'inputs6',
  'inputs7',
  'gaps0',
  'gaps1',
  'gaps2',
  'gaps3',
  'gaps4',
  'gaps5',
  'gaps6',
  'gaps7',
  'calls',
  'verbs',
  'hashTicks',
  'hashChanges',
  'hashValues',
  'hashBytes',
] as const;

/** Where the changes of inputs go, the game's own numbers and `seenMsAgo`. */
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

/** Where it goes how many frames lie between them. */
export const GAP_COLUMNS = ['gaps0', 'gaps1', 'gaps2', 'gaps3', 'gaps4', 'gaps5', 'gaps6', 'gaps7'] as const;

export type Columns<T> = Readonly<Record<(typeof COLUMNS)[number], T>>;

export function emptyColumns(): Columns<ByteWriter> {
  return Object.fromEntries(COLUMNS.map((name) => [name, new ByteWriter()])) as Columns<ByteWriter>;
}

export function writeColumns(writer: ByteWriter, columns: Columns<ByteWriter>): void {
  for (const name of COLUMNS) writer.varint(columns[name].length);
  for (const name of COLUMNS) writer.raw(columns[name].written);
}

/** @throws ReplayProblem where they are not as long as they say */
export function readColumns(reader: ByteReader): Columns<ByteReader> {
  const lengths = COLUMNS.map(() => reader.varint());
  return Object.fromEntries(
    COLUMNS.map((name, index) => {
      const bounds = name === 'verbs' ? VERB_BOUNDS : VALUE_BOUNDS;
      return [name, new ByteReader(reader.part(lengths[index] ?? 0), bounds)];
    }),
  ) as Columns<ByteReader>;
}

/** Numbers things that come again and again: the number of a new one is the count of those before. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();

  /** The number of this one, and whether it is new. */
  number(key: string): { readonly number: number; readonly isNew: boolean } {
    const known = this.#numbers.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    this.#numbers.set(key, this.#numbers.size);
    return { number: this.#numbers.size - 1, isNew: true };
  }
}

/** Reads numbers that a Dictionary gave; new things are read where they come. */
export function readNumbered<T>(numbers: ByteReader, known: T[], readNew: () => T): T {
  const number = numbers.below(known.length + 1, 'thing with the number');
  if (number === known.length) known.push(readNew());
  return known[number] as T;
}
