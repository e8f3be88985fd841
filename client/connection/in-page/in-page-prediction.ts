/** Prediction in the page itself: the step of each input frame is applied at once, though the frame enters the match at the next tick. */
import type { InputShape } from '../../../shared/runtime/host.ts';
import type { Prediction, PredictOptions, PredictedStep } from '../real-time.ts';
import { numberOf, lerpOrSnap } from './interpolation-buffer.ts';

/** Takes the player's input frames on their way into the match. */
export interface InputSink {
  readonly shape: InputShape;
  /** The number of the last frame that has entered the match or was dropped. */
  readonly settled: number;
  /**
   * @returns the number of the frame
   *
   * @param seenAtMs the render time at which the player saw the others; undefined: unchanged since the frame before
   */
  pushFrame(numbers: number[], seenAtMs: number | undefined): number;
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
  /** The state after its step. */
  after: Values;
}

export class InPagePrediction<T extends object> implements Prediction<T> {
  readonly instance: T;
  readonly state: T;
  /** The distance of the last correction, and the number of corrections. */
  correction = 0;
  corrections = 0;
  readonly #fields: readonly string[];
  readonly #step: PredictedStep<T>;
  readonly #snap: number;
  readonly #isLagCompensated: (controls: PredictedInput) => boolean;
  readonly #parts: PredictionParts;
  /** The fields that are drawn: a correction is measured by these. */
  readonly #drawn: Set<string>;
  #numbers: number[];
  #pending: PendingInput[] = [];
  /** The predicted state for the frames that have entered the match. */
  #expected: Values;
  /** The state before the last step; pictures lie between the two. */
  #before: Values;

  constructor(
    instance: T,
    fields: readonly string[],
    step: PredictedStep<T>,
    { snap, isLagCompensated = () => false }: PredictOptions,
    parts: PredictionParts,
  ) {
    this.instance = instance;
    this.#fields = fields;
    this.#drawn = new Set(fields.slice(0, 1));
    this.#step = step;
    this.#snap = snap;
    this.#isLagCompensated = isLagCompensated;
    this.#parts = parts;
    this.#numbers = parts.inputs.shape.neutral();
    this.#expected = this.#valuesOf(instance);
    this.#before = this.#expected;
    // The copy has all fields that a step uses.
    this.state = { ...this.#expected } as T;
  }

  send(controls: PredictedInput): void {
    const { inputs, renderTime } = this.#parts;
    this.#numbers = inputs.shape.merge(this.#numbers, controls);
    const frame = Object.fromEntries(inputs.shape.fields.map((field, index) => [field, this.#numbers[index] ?? 0]));
    this.#before = this.#valuesOf(this.state);
    const number = inputs.pushFrame(
      this.#numbers.slice(0, -1),
      this.#isLagCompensated(frame) ? renderTime() : undefined,
    );
    this.#pending.push({ number, controls: frame, after: this.#predict(frame) });
  }

  dispose(): void {
    this.#parts.disposed();
  }

  /** Takes over the match's state after a tick, and applies the steps of the frames that have not entered yet. */
  onTick(): void {
    const { settled } = this.#parts.inputs;
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

  /** Draws the current state, without interpolation, until the next frame. */
  settle(): void {
    this.#before = this.#valuesOf(this.state);
  }

  /** @param part of the last step: 0 is its start, 1 its end */
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
