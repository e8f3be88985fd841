/** Input frames: what a player's client tells in each tick, as a few whole numbers. */
import type { Schema } from '@colyseus/schema';
import type { Entry } from '../record/entries.ts';

/** The fields of a frame's class that are numbers. */
export type InputField<F> = { [K in keyof F]-?: F[K] extends number ? K : never }[keyof F] & string;

/**
 * What a game's players tell in each tick, beside their messages. `defineGame` throws RangeError where it makes no sense.
 *
 * @example
 * const Controls = schema({ x: t.int8().default(0), fire: t.uint8().default(0) }, 'Controls');
 * const input = { frame: Controls, ranges: { x: [-1, 1], fire: [0, 1] }, rewindMs: 250 } as const;
 */
export interface InputSpec<F extends Schema = Schema> {
  /** The class of a frame: whole numbers only, `MAX_INPUT_FIELDS` of them at most. Clients get it when they join. */
  readonly frame: new () => F;
  /** What each field may be, both ends included, in the order of the schema. What lies outside is clamped. */
  readonly ranges: Readonly<Record<InputField<F>, readonly [min: number, max: number]>>;
  /**
   * How far behind a player's sight of the others may be, in ms: frames then have `seenMsAgo`, so that a shot can be
   * judged by what its shooter saw. A whole number; 0 unless given.
   */
  readonly rewindMs?: number;
}

/** A frame as the script gets it. It is good for its tick: the next one writes over it. */
export type InputFrame<F extends Schema = Schema> = { readonly [K in InputField<F>]: number } & {
  /** How long ago, in ms, the others were where this player saw them; 0 where the client did not tell. */
  readonly seenMsAgo: number;
};

/** The journal has room for no more. */
export const MAX_INPUT_FIELDS = 7;

/** How many frames of one player a tick takes. */
export const FRAMES_PER_TICK = 2;

/** The field that the host fills in: it comes after the game's own. */
export const SEEN = 'seenMsAgo';

/**
 * The numbers of a frame: what they are called, and what they may be.
 *
 * @example
 * const shape = new InputShape({ frame: Controls, ranges: { move: [0, 8], aim: [0, 1023] } });
 * shape.clamp([99, -1, 0]); // [8, 0, 0]
 */
export class InputShape {
  /** Those of the game, and last `seenMsAgo`. */
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

  /** A frame in which nothing is told: each number is 0, or the nearest that it may be. */
  neutral(): number[] {
    return this.clamp(this.fields.map(() => 0));
  }

  /** Numbers by their names, over those that were there before. Names that it does not have are left out. */
  merge(numbers: readonly number[], told: Readonly<Record<string, number>>): number[] {
    return this.clamp(this.fields.map((field, index) => told[field] ?? numbers[index] ?? 0));
  }

  /** Makes each number one that it may be, in place. */
  clamp(numbers: number[]): number[] {
    for (let index = 0; index < this.fields.length; index++) {
      const [min, max] = [this.#least[index]!, this.#most[index]!];
      // NaN is neither above nor below, and becomes the lowest.
      const whole = Math.round(numbers[index] ?? 0);
      // There is no −0: the journal and snapshots do not tell it from 0.
      numbers[index] = (whole > min ? Math.min(whole, max) : min) + 0;
    }
    return numbers;
  }
}

/** An entry with an input frame. */
export type InputEntry = Extract<Entry, { kind: 'input' }>;

const NO_CHANGES: readonly number[] = [];

/**
 * A frame as an entry tells it: by how much its numbers differ from those of the last one; nothing where none does.
 *
 * @param last those that the match has, or those of the entry before in the same tick
 *
 * @example
 * inputEntry(0, match.inputOf(player) ?? [], shape.clamp([3, 512, 0]));
 */
export function inputEntry(seat: number, last: readonly number[], numbers: readonly number[]): InputEntry {
  const isNew = numbers.some((number, index) => number !== (last[index] ?? 0));
  // Most frames tell nothing new, and a match keeps all of them: those share this.
  const changes = isNew ? numbers.map((number, index) => number - (last[index] ?? 0)) : NO_CHANGES;
  return { kind: 'input', seat, changes };
}

/** One seat's frames: the numbers that were told last, and the frames of the present tick. */
export class InputSlot<F extends Schema = Schema> {
  /** The numbers of the last frame. */
  readonly numbers: number[];
  readonly #shape: InputShape;
  /** Written over in each tick. */
  readonly #pool: readonly Record<string, number>[];
  /** The first of the pool: none, one, and so on. */
  readonly #firsts: readonly (readonly InputFrame<F>[])[];
  #count = 0;
  /** The frame that has the numbers as they are now. */
  #newest: Record<string, number> | undefined;

  /** @param numbers of the last frame, where the match goes on from a snapshot */
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

  /** Takes a frame, told as differences from the last one. False: the tick has enough of them, and it counts as told all the same. */
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

  /** The tick has no frames, or none any more. */
  clear(): void {
    this.#count = 0;
  }
}
