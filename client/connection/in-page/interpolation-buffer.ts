/** Keeps the fields of an instance at the last ticks, and interpolates between two of them. */

/** Pictures lie between the last two ticks. The third covers a tick that is a little late. */
const SAMPLES = 3;

interface BufferedSample {
  atMs: number;
  readonly numbers: number[];
}

export class InterpolationBuffer {
  readonly #instance: object;
  readonly #fields: readonly string[];
  readonly #snap: number;
  /** Oldest first. */
  #samples: BufferedSample[] = [];

  /** @param snap a larger change between two ticks is a jump: it is not interpolated */
  constructor(instance: object, fields: readonly string[], snap: number) {
    this.#instance = instance;
    this.#fields = fields;
    this.#snap = snap;
  }

  /** Stores the current values. A match time that is not later than the last clears the buffer first. */
  sample(atMs: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && last.atMs >= atMs) this.#samples = [];
    const sample = this.#samples.length < SAMPLES ? undefined : this.#samples.shift();
    const { numbers } = sample ?? { numbers: [] };
    for (const [index, field] of this.#fields.entries()) numbers[index] = numberOf(this.#instance, field);
    this.#samples.push({ atMs, numbers });
  }

  /** The interpolated value at a match time; undefined for a field that is not in the buffer. */
  valueAt(field: string, atMs: number): number | undefined {
    const index = this.#fields.indexOf(field);
    if (index < 0) return undefined;
    let before = this.#samples[0];
    if (before === undefined) return undefined;
    for (const after of this.#samples) {
      if (after.atMs >= atMs) return between(before, after, index, atMs, this.#snap);
      before = after;
    }
    return before.numbers[index];
  }
}

/** The value of a numeric or boolean field; 0 for any other. */
export function numberOf(instance: object, field: string): number {
  const value: unknown = Reflect.get(instance, field);
  return typeof value === 'number' ? value : Number(value === true);
}

/** Linear interpolation; a change by more than `snap` is not interpolated. */
export function lerpOrSnap(from: number, to: number, part: number, snap: number): number {
  return Math.abs(to - from) > snap ? to : from + (to - from) * part;
}

function between(before: BufferedSample, after: BufferedSample, index: number, atMs: number, snap: number): number {
  const [from, to] = [before.numbers[index] ?? 0, after.numbers[index] ?? 0];
  const spanMs = after.atMs - before.atMs;
  return lerpOrSnap(from, to, spanMs > 0 ? Math.max(0, (atMs - before.atMs) / spanMs) : 1, snap);
}
