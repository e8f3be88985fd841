/**
 * Where things are drawn when the match runs in the page itself, in practice and in replays: others a little more than a
 * tick behind, the player's own at once.
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

/** The clock of a match in the page. */
export interface MatchClock {
  /** Ticks in a second. */
  readonly tickRate: number;
  /** Match time in ms: it goes on between ticks. */
  now(): number;
}

/** What a lead is to whoever draws it. */
interface DrawnPrediction {
  readonly instance: object;
  readonly correction: number;
  readonly corrections: number;
  onTick(): void;
  settle(): void;
  valueAt(field: string, part: number): number;
}

/** How far behind others are drawn, in ticks: timers of pages are some ms late. */
const INTERPOLATION_DELAY_TICKS = 1.25;
/** A page that was busy for longer loses the steps. */
const MAX_DUE_FRAMES = 6;

export class InPageRealTime implements RealTime {
  readonly #clock: MatchClock;
  readonly #inputs: InputSink | undefined;
  readonly #tickMs: number;
  readonly #buffers = new Map<object, InterpolationBuffer>();
  #prediction: DrawnPrediction | undefined;
  /** Match time of the last tick. */
  #lastTickMs: number;
  /** Match time of this picture. */
  #renderMs: number;
  #lastStep: number;

  /** @param intake takes the player's frames; undefined where nobody plays */
  constructor(time: MatchClock, intake?: InputSink) {
    this.#clock = time;
    this.#inputs = intake;
    this.#tickMs = 1_000 / time.tickRate;
    this.#renderMs = time.now();
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
    if (this.#inputs === undefined) return this.#interpolateOwn(instance, fields, options);
    const lead = new InPagePrediction(instance, fields, step, options, {
      inputs: this.#inputs,
      renderTime: () => this.renderTime(),
      disposed: () => {
        if (this.#prediction === lead) this.#prediction = undefined;
      },
    });
    this.#prediction = lead;
    return lead;
  }

  value<T extends object>(instance: T, field: NumberField<T>): number {
    if (this.#prediction?.instance === instance) return this.#prediction.valueAt(field, this.#steps - this.#lastStep);
    return this.#buffers.get(instance)?.valueAt(field, this.renderTime()) ?? numberOf(instance, field);
  }

  /** Steps lie halfway between ticks, so that each tick gets one frame, although timers and pictures are not punctual. */
  update(): number {
    this.#renderMs = this.#clock.now();
    const step = Math.floor(this.#steps);
    const due = Math.min(Math.max(0, step - this.#lastStep), MAX_DUE_FRAMES);
    this.#lastStep = step;
    if (due > 0) this.#prediction?.settle();
    return this.#inputs === undefined ? 0 : due;
  }

  /** The match has ticked, and every client has its patch: to be called before the page sees it. */
  onTick(tick: number): void {
    this.#lastTickMs = tick * this.#tickMs;
    for (const track of this.#buffers.values()) track.sample(this.#lastTickMs);
    this.#prediction?.onTick();
  }

  /** Nobody plays: what would be led is drawn like all others. */
  #interpolateOwn<T extends object>(
    instance: T,
    fields: readonly string[],
    { snap }: InterpolateOptions,
  ): Prediction<T> {
    return { state: instance, send: () => {}, dispose: this.#addBuffer(instance, fields, snap) };
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
