/** The player's own fighter where there is no network: each frame is felt at once, though it enters the match at its next tick. */
import type { InputShape } from '../../shared/runtime/index.ts';
import type { Lead, LeadOptions, Step } from '../connection/real-time.ts';
import { numberOf, onTheWay } from './track.ts';

/** Takes the frames of a player on their way into a match. */
export interface FrameIntake {
  readonly shape: InputShape;
  /** The number of the last frame that has entered the match, or never will. */
  readonly settled: number;
  /**
   * Gives the number of the frame.
   *
   * @param seenAtMs match time at which the others were where the player saw them; undefined: as for the frame before
   */
  push(numbers: number[], seenAtMs: number | undefined): number;
}

interface LeadParts {
  readonly intake: FrameIntake;
  /** The match time at which others are drawn. */
  readonly shownAt: () => number;
  readonly disposed: () => void;
}

type Controls = Readonly<Record<string, number>>;
type Values = Record<string, unknown>;

interface Waiting {
  readonly number: number;
  readonly controls: Controls;
  /** What the state was after it. */
  after: Values;
}

export class LocalLead<T extends object> implements Lead<T> {
  readonly instance: T;
  readonly state: T;
  /** How far off the last prediction was that the match corrected, and how many there were. */
  correction = 0;
  corrections = 0;
  readonly #fields: readonly string[];
  readonly #step: Step<T>;
  readonly #snap: number;
  readonly #judged: (controls: Controls) => boolean;
  readonly #parts: LeadParts;
  /** Fields that are drawn: these are what a correction is measured by. */
  readonly #drawn: Set<string>;
  #numbers: number[];
  #waiting: Waiting[] = [];
  /** What the state should be once the frames that have entered are all there are. */
  #expected: Values;
  /** What it was before the last step, for the picture. */
  #before: Values;

  constructor(
    instance: T,
    fields: readonly string[],
    step: Step<T>,
    { snap, judged = () => false }: LeadOptions,
    parts: LeadParts,
  ) {
    this.instance = instance;
    this.#fields = fields;
    this.#drawn = new Set(fields.slice(0, 1));
    this.#step = step;
    this.#snap = snap;
    this.#judged = judged;
    this.#parts = parts;
    this.#numbers = parts.intake.shape.neutral();
    this.#expected = this.#valuesOf(instance);
    this.#before = this.#expected;
    // It has all that a step uses.
    this.state = { ...this.#expected } as T;
  }

  send(controls: Controls): void {
    const { intake, shownAt } = this.#parts;
    this.#numbers = intake.shape.merge(this.#numbers, controls);
    const told = Object.fromEntries(intake.shape.fields.map((field, index) => [field, this.#numbers[index] ?? 0]));
    this.#before = this.#valuesOf(this.state);
    const number = intake.push([...this.#numbers], this.#judged(told) ? shownAt() : undefined);
    this.#waiting.push({ number, controls: told, after: this.#take(told) });
  }

  dispose(): void {
    this.#parts.disposed();
  }

  /** The match has ticked: what it says counts, with the frames on top that have not entered yet. */
  ticked(): void {
    const { settled } = this.#parts.intake;
    const last = this.#waiting.findLast(({ number }) => number <= settled);
    this.#waiting = this.#waiting.filter(({ number }) => number > settled);
    const real = this.#valuesOf(this.instance);
    const offBy = this.#differenceOf(last?.after ?? this.#expected, real);
    this.#expected = real;
    Object.assign(this.state, real);
    for (const waiting of this.#waiting) {
      this.#before = this.#valuesOf(this.state);
      waiting.after = this.#take(waiting.controls);
    }
    if (offBy > this.#snap) this.#before = this.#valuesOf(this.state);
    else if (offBy > 0) {
      this.correction = offBy;
      this.corrections++;
    }
  }

  /** It is drawn where it is, until the next frame. */
  rest(): void {
    this.#before = this.#valuesOf(this.state);
  }

  /** Where it is drawn, that part of a step after the last one. */
  valueAt(field: string, part: number): number {
    this.#drawn.add(field);
    const to = numberOf(this.state, field);
    return onTheWay(numberOf(this.#before, field), to, part, this.#snap);
  }

  #take(controls: Controls): Values {
    this.#step(this.state, controls);
    return this.#valuesOf(this.state);
  }

  #differenceOf(expected: Values, real: Values): number {
    return Math.max(...[...this.#drawn].map((field) => Math.abs(numberOf(real, field) - numberOf(expected, field))));
  }

  #valuesOf(instance: object): Values {
    return Object.fromEntries(this.#fields.map((field): [string, unknown] => [field, Reflect.get(instance, field)]));
  }
}
