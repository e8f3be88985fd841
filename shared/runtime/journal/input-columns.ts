/**
 * Input frames in columns: for each number one column of its changes and one of the gaps between them, counted in frames of its
 * seat. Numbers that rarely change and numbers that always change both deflate well.
 */
import { MAX_INPUT_FIELDS, type InputEntry } from '../room/input.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { CHANGE_COLUMNS, GAP_COLUMNS, type Columns } from './columns.ts';

/** The game's own, and `seenMsAgo`. */
const NUMBERS = MAX_INPUT_FIELDS + 1;
/** The gap after the last change. */
const NEVER = 0;

const NO_CHANGES: readonly number[] = [];

/** The open gap of one number of one seat, while writing. */
interface PendingGap {
  /** The index for the gap once it is known. */
  place: number;
  frames: number;
}

export class InputColumnWriter {
  readonly #columns: Columns<ByteWriter>;
  readonly #gaps: readonly number[][] = Array.from({ length: NUMBERS }, () => []);
  readonly #seats = new Map<number, PendingGap[]>();

  constructor(columns: Columns<ByteWriter>) {
    this.#columns = columns;
  }

  write({ seat, changes }: InputEntry): void {
    this.#columns.seats.varint(seat);
    let numbers = this.#seats.get(seat);
    if (numbers === undefined) {
      numbers = this.#gaps.map((gaps) => ({ place: gaps.push(NEVER) - 1, frames: 0 }));
      this.#seats.set(seat, numbers);
    }
    for (const [index, number] of numbers.entries()) {
      number.frames++;
      const change = changes[index] ?? 0;
      const gaps = this.#gaps[index];
      if (change === 0 || gaps === undefined) continue;
      this.#columns[CHANGE_COLUMNS[index]!].signed(change);
      gaps[number.place] = number.frames;
      number.place = gaps.push(NEVER) - 1;
      number.frames = 0;
    }
  }

  /** Call it once, after the last input. */
  end(): void {
    for (const [index, gaps] of this.#gaps.entries())
      for (const gap of gaps) this.#columns[GAP_COLUMNS[index]!].varint(gap);
  }
}

export class InputColumnReader {
  readonly #columns: Columns<ByteReader>;
  /** By seat: after how many frames each number changes. */
  readonly #seats = new Map<number, number[]>();

  constructor(columns: Columns<ByteReader>) {
    this.#columns = columns;
  }

  /** @throws ReplayProblem */
  read(): InputEntry {
    const columns = this.#columns;
    const seat = columns.seats.varint();
    let gaps = this.#seats.get(seat);
    if (gaps === undefined) {
      gaps = GAP_COLUMNS.map((name) => columns[name].varint());
      this.#seats.set(seat, gaps);
    }
    const changes: number[] = [];
    for (const [index, gap] of gaps.entries()) {
      if (gap !== NEVER) gaps[index] = gap - 1;
      if (gap !== 1) continue;
      while (changes.length < index) changes.push(0);
      changes.push(columns[CHANGE_COLUMNS[index]!].signed());
      gaps[index] = columns[GAP_COLUMNS[index]!].varint();
    }
    // Shared by the many frames without changes.
    return { kind: 'input', seat, changes: changes.length === 0 ? NO_CHANGES : changes };
  }
}
