/** Input frames: what a player's client sends each tick, as a few integers. */
import type { Schema } from '@colyseus/schema';
import type { Entry } from '../record/entries.ts';

/** The fields of a frame's class that are numbers. */
export type InputField<F> = { [K in keyof F]-?: F[K] extends number ? K : never }[keyof F] & string;

/**
 * The input that a game's clients send each tick, beside messages. `defineGame` throws RangeError if it is invalid.
 *
 * @example
 * const Controls = schema({ x: t.int8().default(0), fire: t.uint8().default(0) }, 'Controls');
 * const input = { frame: Controls, ranges: { x: [-1, 1], fire: [0, 1] }, rewindMs: 250 } as const;
 */
export interface InputSpec<F extends Schema = Schema> {
  /** The class of a frame: at most `MAX_INPUT_FIELDS` integers. Clients get it when they join. */
  readonly frame: new () => F;
  /** The range of each field, both ends included, in the order of the schema. Values outside are clamped. */
  readonly ranges: Readonly<Record<InputField<F>, readonly [min: number, max: number]>>;
  /**
   * The limit of lag compensation, in ms: frames then have `seenMsAgo`, so that a shot can be judged by what its shooter
   * saw. An integer; 0 unless given.
   */
  readonly rewindMs?: number;
}

/** A frame as the script gets it. Valid in its tick only: the object is reused. */
export type InputFrame<F extends Schema = Schema> = { readonly [K in InputField<F>]: number } & {
  /** The age, in ms, of the state that this player saw; 0 if the client did not send it. */
  readonly seenMsAgo: number;
};

/** The journal's format has no room for more. */
export const MAX_INPUT_FIELDS = 7;

/** How many frames of one player a tick accepts. */
export const FRAMES_PER_TICK = 2;

/** The field that the host fills in, after the game's own. */
export const SEEN = 'seenMsAgo';

/**
 * The names and ranges of the numbers of a frame.
 *
 * @example
 * const shape = new InputShape({ frame: Controls, ranges: { move: [0, 8], aim: [0, 1023] } });
 * shape.clamp([99, -1, 0]); // [8, 0, 0]
 */
export class InputShape {
  /** The game's fields, then `seenMsAgo`. */
  readonly fields: readonly string[];
  readonly #least: readonly number[];
  readonly #most: readonly number[];

  /** The shape of a game's input. */
  constructor({ ranges, rewindMs = 0 }: InputSpec) {
    const own = Object.entries<readonly [number, number]>(ranges);
    this.fields = [...own.map(([name]) => name), SEEN];
    this.#least = [...own.map(([, [min]]) => min), 0];
    this.#most = [...own.map(([, [, max]]) => max), rewindMs];
  }

  /** A neutral frame: each number is 0, or the nearest in its range. */
  neutral(): number[] {
    return this.clamp(this.fields.map(() => 0));
  }

  /** Replaces numbers by name, and clamps. Unknown names are ignored. */
  merge(numbers: readonly number[], changes: Readonly<Record<string, number>>): number[] {
    return this.clamp(this.fields.map((field, index) => changes[field] ?? numbers[index] ?? 0));
  }

  /** Clamps each number to its range, in place. */
  clamp(numbers: number[]): number[] {
    for (let index = 0; index < this.fields.length; index++) {
      const [min, max] = [this.#least[index]!, this.#most[index]!];
      // NaN becomes the minimum.
      const whole = Math.round(numbers[index] ?? 0);
      // No −0: the journal and snapshots keep it as 0.
      numbers[index] = (whole > min ? Math.min(whole, max) : min) + 0;
    }
    return numbers;
  }
}

/** An entry with an input frame. */
export type InputEntry = Extract<Entry, { kind: 'input' }>;

const NO_CHANGES: readonly number[] = [];

/**
 * The entry of a frame: the differences of its numbers from the last frame; no changes if there are none.
 *
 * @param last the numbers that the match has, or those of the previous entry in the same tick
 *
 * @example
 * inputEntry(0, match.inputOf(player) ?? [], shape.clamp([3, 512, 0]));
 */
export function inputEntry(seat: number, last: readonly number[], numbers: readonly number[]): InputEntry {
  const isNew = numbers.some((number, index) => number !== (last[index] ?? 0));
  // Most frames have no changes, and a match keeps all of them: they share one array.
  const changes = isNew ? numbers.map((number, index) => number - (last[index] ?? 0)) : NO_CHANGES;
  return { kind: 'input', seat, changes };
}

/** The input of one seat: the numbers of its last frame, and the frames of the current tick. */
export class InputSlot<F extends Schema = Schema> {
  /** The numbers of the last frame. */
  readonly numbers: number[];
  readonly #shape: InputShape;
  /** Reused in each tick. */
  readonly #pool: readonly Record<string, number>[];
  /** The first frames of the pool, by count. */
  readonly #firsts: readonly (readonly InputFrame<F>[])[];
  #count = 0;
  /** The frame with the current numbers. */
  #newest: Record<string, number> | undefined;

  /** @param numbers of the last frame, if the match is restored from a snapshot */
  constructor(shape: InputShape, numbers: readonly number[] = shape.neutral()) {
    this.#shape = shape;
    this.numbers = shape.clamp([...numbers]);
    this.#pool = Array.from({ length: FRAMES_PER_TICK }, () =>
      Object.fromEntries(shape.fields.map((name) => [name, 0])),
    );
    this.#firsts = Array.from(
      { length: FRAMES_PER_TICK + 1 },
      (_, count) => this.#pool.slice(0, count) as InputFrame<F>[],
    );
  }

  /** The frames of this tick, oldest first. */
  get frames(): readonly InputFrame<F>[] {
    return this.#firsts[this.#count]!;
  }

  /** Adds a frame, as differences from the last one. False if the tick has enough frames; the numbers are updated all the same. */
  addFrame(changes: readonly number[]): boolean {
    const { fields } = this.#shape;
    if (changes.length > 0) {
      for (let index = 0; index < fields.length; index++) this.numbers[index]! += changes[index] ?? 0;
      this.#shape.clamp(this.numbers);
      this.#newest = undefined;
    }
    const frame = this.#pool[this.#count];
    if (frame === undefined) return false;
    if (frame !== this.#newest) {
      for (let index = 0; index < fields.length; index++) frame[fields[index]!] = this.numbers[index]!;
      this.#newest = frame;
    }
    this.#count++;
    return true;
  }

  /** Removes the frames of the tick. */
  clear(): void {
    this.#count = 0;
  }
}
