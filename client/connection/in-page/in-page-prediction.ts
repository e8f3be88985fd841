/** The player's own fighter where there is no network: each frame is felt at once, though it enters the match at its next tick. */
import type { InputShape } from '../../../shared/runtime/host.ts';
import type { Prediction, PredictOptions, PredictedStep } from '../real-time.ts';
import { numberOf, lerpOrSnap } from './interpolation-buffer.ts';

/** Takes the frames of a player on their way into a match. */
export interface InputSink {
  readonly shape: InputShape;
  /** The number of the last frame that has entered the match, or never will. */
  readonly lastProcessed: number;
  /**
   * Gives the number of the frame.
   *
   * @param seenAtMs match time at which the others were where the player saw them; undefined: as for the frame before
   */
  push(numbers: number[], seenAtMs: number | undefined): number;
}

interface PredictionParts {
  readonly inputs: InputSink;
  /** The match time at which others are drawn. */
  readonly renderTime: () => number;
  readonly disposed: () => void;
}

type PredictedInput = Readonly<Record<string, number>>;
type Values = Record<string, unknown>;

interface PendingInput {
  readonly number: number;
  readonly controls: PredictedInput;
  /** What the state was after it. */
  after: Values;
}

export class InPagePrediction<T extends object> implements Prediction<T> {
  readonly instance: T;
  readonly state: T;
  /** How far off the last prediction was that the match corrected, and how many there were. */
  correction = 0;
  corrections = 0;
  readonly #fields: readonly string[];
  readonly #step: PredictedStep<T>;
  readonly #snap: number;
  readonly #isLagCompensated: (controls: PredictedInput) => boolean;
  readonly #parts: PredictionParts;
  /** Fields that are drawn: these are what a correction is measured by. */
  readonly #drawn: Set<string>;
  #numbers: number[];
  #pending: PendingInput[] = [];
  /** What the state should be once the frames that have entered are all there are. */
  #expected: Values;
  /** What it was before the last step, for the picture. */
  #before: Values;

  constructor(
    instance: T,
    fields: readonly string[],
    step: PredictedStep<T>,
    { snap, isLagCompensated: judged = () => false }: PredictOptions,
    parts: PredictionParts,
  ) {
    this.instance = instance;
    this.#fields = fields;
    this.#drawn = new Set(fields.slice(0, 1));
    this.#step = step;
    this.#snap = snap;
    this.#isLagCompensated = judged;
    this.#parts = parts;
    this.#numbers = parts.inputs.shape.neutral();
    this.#expected = this.#valuesOf(instance);
    this.#before = this.#expected;
    // It has all that a step uses.
    this.state = { ...this.#expected } as T;
  }

  send(controls: PredictedInput): void {
    const { inputs: intake, renderTime: shownAt } = this.#parts;
    this.#numbers = intake.shape.merge(this.#numbers, controls);
    const told = Object.fromEntries(intake.shape.fields.map((field, index) => [field, this.#numbers[index] ?? 0]));
    this.#before = this.#valuesOf(this.state);
    const number = intake.push([...this.#numbers], this.#isLagCompensated(told) ? shownAt() : undefined);
    this.#pending.push({ number, controls: told, after: this.#predict(told) });
  }

  dispose(): void {
    this.#parts.disposed();
  }

  /** The match has ticked: what it says counts, with the frames on top that have not entered yet. */
  onTick(): void {
    const { lastProcessed: settled } = this.#parts.inputs;
    const last = this.#pending.findLast(({ number }) => number <= settled);
    this.#pending = this.#pending.filter(({ number }) => number > settled);
    const real = this.#valuesOf(this.instance);
    const offBy = this.#differenceOf(last?.after ?? this.#expected, real);
    this.#expected = real;
    Object.assign(this.state, real);
    for (const waiting of this.#pending) {
      this.#before = this.#valuesOf(this.state);
      waiting.after = this.#predict(waiting.controls);
    }
    if (offBy > this.#snap) this.#before = this.#valuesOf(this.state);
    else if (offBy > 0) {
      this.correction = offBy;
      this.corrections++;
    }
  }

  /** It is drawn where it is, until the next frame. */
  settle(): void {
    this.#before = this.#valuesOf(this.state);
  }

  /** Where it is drawn, that part of a step after the last one. */
  valueAt(field: string, part: number): number {
    this.#drawn.add(field);
    const to = numberOf(this.state, field);
    return lerpOrSnap(numberOf(this.#before, field), to, part, this.#snap);
  }

  #predict(controls: PredictedInput): Values {
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
