/**
 * Interpolation and prediction for a match that runs in the page itself: others are drawn a little more than a tick late, the player's own
 * at once.
 */
import type {
  InterpolateOptions,
  Prediction,
  PredictOptions,
  NetworkStats,
  NumberField,
  RealTime,
  PredictedStep,
} from '../real-time.ts';
import { InPagePrediction, type InputSink } from './in-page-prediction.ts';
import { numberOf, InterpolationBuffer } from './interpolation-buffer.ts';

export interface MatchClock {
  /** Ticks per second. */
  readonly tickRate: number;
  /** Match time in ms. It advances between ticks too. */
  now(): number;
}

/** The part of a prediction that does not depend on its type. */
type DrawnPrediction = Pick<
  InPagePrediction<object>,
  'instance' | 'correction' | 'corrections' | 'onTick' | 'settle' | 'valueAt'
>;

/** The interpolation delay, in ticks. More than one, since the page's timers may be some ms late. */
const INTERPOLATION_DELAY_TICKS = 1.25;
/** After a longer pause of the page the other frames are skipped. */
const MAX_DUE_FRAMES = 6;

export class InPageRealTime implements RealTime {
  readonly #clock: MatchClock;
  readonly #inputs: InputSink | undefined;
  readonly #tickMs: number;
  readonly #buffers = new Map<object, InterpolationBuffer>();
  #prediction: DrawnPrediction | undefined;
  /** Match time of the last tick, in ms. */
  #lastTickMs: number;
  /** Match time of the current picture, in ms. */
  #renderMs: number;
  #lastStep: number;

  /** @param inputs takes the player's frames; undefined where nobody plays */
  constructor(clock: MatchClock, inputs?: InputSink) {
    this.#clock = clock;
    this.#inputs = inputs;
    this.#tickMs = 1_000 / clock.tickRate;
    this.#renderMs = clock.now();
    this.#lastTickMs = Math.floor(this.#renderMs / this.#tickMs) * this.#tickMs;
    this.#lastStep = Math.floor(this.#steps);
  }

  matchNow(): number {
    return this.#clock.now();
  }

  renderTime(): number {
    return Math.max(0, this.#renderMs - INTERPOLATION_DELAY_TICKS * this.#tickMs);
  }

  get stats(): NetworkStats {
    const { correction = 0, corrections = 0 } = this.#prediction ?? {};
    return { rttMs: 0, jitterMs: 0, correction, corrections, bytesInPerSecond: 0, bytesOutPerSecond: 0 };
  }

  interpolate<T extends object>(
    instance: T,
    fields: readonly NumberField<T>[],
    { snap }: InterpolateOptions,
  ): () => void {
    return this.#addBuffer(instance, fields, snap);
  }

  predict<T extends object>(
    instance: T,
    fields: readonly (keyof T & string)[],
    step: PredictedStep<T>,
    options: PredictOptions,
  ): Prediction<T> {
    // Without a player the instance is interpolated like all others.
    if (this.#inputs === undefined)
      return { state: instance, send: () => {}, dispose: this.#addBuffer(instance, fields, options.snap) };
    const prediction = new InPagePrediction(instance, fields, step, options, {
      inputs: this.#inputs,
      renderTime: () => this.renderTime(),
      disposed: () => {
        if (this.#prediction === prediction) this.#prediction = undefined;
      },
    });
    this.#prediction = prediction;
    return prediction;
  }

  value<T extends object>(instance: T, field: NumberField<T>): number {
    if (this.#prediction?.instance === instance) return this.#prediction.valueAt(field, this.#steps - this.#lastStep);
    return this.#buffers.get(instance)?.valueAt(field, this.renderTime()) ?? numberOf(instance, field);
  }

  /** Steps lie halfway between ticks, so that each tick gets one frame although timers and pictures are irregular. */
  update(): number {
    this.#renderMs = this.#clock.now();
    const step = Math.floor(this.#steps);
    const due = Math.min(Math.max(0, step - this.#lastStep), MAX_DUE_FRAMES);
    this.#lastStep = step;
    if (due > 0) this.#prediction?.settle();
    return this.#inputs === undefined ? 0 : due;
  }

  /** To be called after each tick, before the page is notified. */
  onTick(tick: number): void {
    this.#lastTickMs = tick * this.#tickMs;
    for (const track of this.#buffers.values()) track.sample(this.#lastTickMs);
    this.#prediction?.onTick();
  }

  #addBuffer(instance: object, fields: readonly string[], snap: number): () => void {
    const track = new InterpolationBuffer(instance, fields, snap);
    track.sample(this.#lastTickMs);
    this.#buffers.set(instance, track);
    return () => {
      if (this.#buffers.get(instance) === track) this.#buffers.delete(instance);
    };
  }

  get #steps(): number {
    return this.#renderMs / this.#tickMs + 0.5;
  }
}
