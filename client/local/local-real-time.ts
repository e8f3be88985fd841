/**
 * Where things are drawn when the match runs in the page itself, in practice and in replays: others a little more than a
 * tick behind, the player's own at once.
 */
import type {
  FollowOptions,
  Lead,
  LeadOptions,
  LineFigures,
  NumberField,
  RealTime,
  Step,
} from '../connection/real-time.ts';
import { LocalLead, type FrameIntake } from './local-lead.ts';
import { numberOf, Track } from './track.ts';

/** The clock of a match in the page. */
export interface LocalTime {
  /** Ticks in a second. */
  readonly tickRate: number;
  /** Match time in ms: it goes on between ticks. */
  now(): number;
}

/** What a lead is to whoever draws it. */
interface Leading {
  readonly instance: object;
  readonly correction: number;
  readonly corrections: number;
  ticked(): void;
  rest(): void;
  valueAt(field: string, part: number): number;
}

/** How far behind others are drawn, in ticks: timers of pages are some ms late. */
const BEHIND_TICKS = 1.25;
/** A page that was busy for longer loses the steps. */
const MOST_DUE = 6;

export class LocalRealTime implements RealTime {
  readonly #time: LocalTime;
  readonly #intake: FrameIntake | undefined;
  readonly #tickMs: number;
  readonly #tracks = new Map<object, Track>();
  #lead: Leading | undefined;
  /** Match time of the last tick. */
  #lastTickMs: number;
  /** Match time of this picture. */
  #pictureMs: number;
  #lastStep: number;

  /** @param intake takes the player's frames; undefined where nobody plays */
  constructor(time: LocalTime, intake?: FrameIntake) {
    this.#time = time;
    this.#intake = intake;
    this.#tickMs = 1_000 / time.tickRate;
    this.#pictureMs = time.now();
    this.#lastTickMs = Math.floor(this.#pictureMs / this.#tickMs) * this.#tickMs;
    this.#lastStep = Math.floor(this.#steps);
  }

  matchNow(): number {
    return this.#time.now();
  }

  shownAt(): number {
    return Math.max(0, this.#pictureMs - BEHIND_TICKS * this.#tickMs);
  }

  get figures(): LineFigures {
    const { correction = 0, corrections = 0 } = this.#lead ?? {};
    return { rttMs: 0, jitterMs: 0, correction, corrections, bytesInPerSecond: 0, bytesOutPerSecond: 0 };
  }

  follow<T extends object>(instance: T, fields: readonly NumberField<T>[], { snap }: FollowOptions): () => void {
    return this.#track(instance, fields, snap);
  }

  lead<T extends object>(
    instance: T,
    fields: readonly (keyof T & string)[],
    step: Step<T>,
    options: LeadOptions,
  ): Lead<T> {
    if (this.#intake === undefined) return this.#watch(instance, fields, options);
    const lead = new LocalLead(instance, fields, step, options, {
      intake: this.#intake,
      shownAt: () => this.shownAt(),
      disposed: () => {
        if (this.#lead === lead) this.#lead = undefined;
      },
    });
    this.#lead = lead;
    return lead;
  }

  value<T extends object>(instance: T, field: NumberField<T>): number {
    if (this.#lead?.instance === instance) return this.#lead.valueAt(field, this.#steps - this.#lastStep);
    return this.#tracks.get(instance)?.valueAt(field, this.shownAt()) ?? numberOf(instance, field);
  }

  /** Steps lie halfway between ticks, so that each tick gets one frame, although timers and pictures are not punctual. */
  frame(): number {
    this.#pictureMs = this.#time.now();
    const step = Math.floor(this.#steps);
    const due = Math.min(Math.max(0, step - this.#lastStep), MOST_DUE);
    this.#lastStep = step;
    if (due > 0) this.#lead?.rest();
    return this.#intake === undefined ? 0 : due;
  }

  /** The match has ticked, and every client has its patch: to be called before the page sees it. */
  ticked(tick: number): void {
    this.#lastTickMs = tick * this.#tickMs;
    for (const track of this.#tracks.values()) track.sample(this.#lastTickMs);
    this.#lead?.ticked();
  }

  /** Nobody plays: what would be led is drawn like all others. */
  #watch<T extends object>(instance: T, fields: readonly string[], { snap }: FollowOptions): Lead<T> {
    return { state: instance, send: () => {}, dispose: this.#track(instance, fields, snap) };
  }

  #track(instance: object, fields: readonly string[], snap: number): () => void {
    const track = new Track(instance, fields, snap);
    track.sample(this.#lastTickMs);
    this.#tracks.set(instance, track);
    return () => {
      if (this.#tracks.get(instance) === track) this.#tracks.delete(instance);
    };
  }

  get #steps(): number {
    return this.#pictureMs / this.#tickMs + 0.5;
  }
}
