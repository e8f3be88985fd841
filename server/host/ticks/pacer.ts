/**
 * The one pacer of a process: it ticks every room at its own rate, by absolute deadlines, with the rooms spread over the
 * tick. Rooms of one rate and one place in the tick make up a beat; they are due together, and are ticked as one batch.
 */
import { TickGroup } from './tick-group.ts';

/** Something that ticks. */
export interface Paced {
  /** Ticks in a second. */
  readonly tickRate: number;
  /** Match time lost for good, in ms: how far it lies behind the time since the first tick. */
  lostMs: number;
}

export interface PacerClock {
  /** Time in ms that never goes back. */
  now(): number;
  /** Calls `fn` at `time`, or as soon after it as it can. Returns what takes that back. */
  at(time: number, fn: () => void): () => void;
  /** Lets waiting I/O have its turn. */
  yieldToIo(): Promise<void>;
}

export interface PacerEvents {
  /** A batch starts a whole tick or more after its deadline. */
  late?(rooms: number, lateMs: number): void;
  /** A batch gave up catching up: its rooms lose this much time. */
  lost?(rooms: number, lostMs: number): void;
  /** The tick of a batch threw; the next one comes at its time. */
  failed?(error: unknown): void;
}

export interface PacerOptions {
  /** How far apart the beats of one rate lie, on average, when all are in use. */
  readonly spreadMs?: number;
  /** How many rooms a beat has before the next one is used: a batch costs something, however small. */
  readonly roomsPerGroup?: number;
  /** How many ticks a room may be behind; time beyond them is lost. */
  readonly maxCatchUpTicks?: number;
  readonly events?: PacerEvents;
}

/** Multiples of it, without their whole part, are spread evenly however many of them there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Timers fire up to this early. */
const EARLY_MS = 0.5;

/**
 * Paces rooms.
 *
 * @example
 * const pacer = new Pacer(systemClock, async (due) => { for (const room of due) await room.tick(); });
 * pacer.add(room);
 */
export class Pacer<R extends Paced> {
  readonly #clock: PacerClock;
  readonly #tick: (due: readonly R[]) => void | Promise<void>;
  readonly #spreadMs: number;
  readonly #roomsPerGroup: number;
  readonly #maxCatchUpTicks: number;
  readonly #events: PacerEvents;
  readonly #groups = new Map<number, TickGroup<R>[]>();
  readonly #groupOf = new Map<R, TickGroup<R>>();
  readonly #startMs: number;
  #due: R[] = [];
  #disarm: (() => void) | undefined;
  #ticking = false;
  /** Settles when it is not ticking. */
  #idle: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param tick ticks one batch; the next batch waits until it is done. */
  constructor(clock: PacerClock, tick: (due: readonly R[]) => void | Promise<void>, options: PacerOptions = {}) {
    this.#clock = clock;
    this.#tick = tick;
    this.#spreadMs = options.spreadMs ?? 5;
    this.#roomsPerGroup = options.roomsPerGroup ?? 16;
    this.#maxCatchUpTicks = options.maxCatchUpTicks ?? 5;
    this.#events = options.events ?? {};
    this.#startMs = clock.now();
  }

  /** The room's first tick comes within one tick from now. */
  add(room: R): void {
    if (this.#stopped || this.#groupOf.has(room)) return;
    const beat = this.#leastBusyGroup(room.tickRate);
    beat.add(room, this.#clock.now());
    this.#groupOf.set(room, beat);
    if (!this.#ticking) this.#arm();
  }

  remove(room: R): void {
    this.#groupOf.get(room)?.delete(room);
    this.#groupOf.delete(room);
  }

  /** How long the earliest tick has been due, in ms; 0 or less: none is. */
  get overdueMs(): number {
    const next = this.#next();
    return this.#stopped || next === Infinity ? 0 : this.#clock.now() - next;
  }

  /** Time stood still: ticks that were due meanwhile are not made up for, and their time is lost. */
  skipMissed(): void {
    const now = this.#clock.now();
    for (const beats of this.#groups.values()) for (const beat of beats) this.#lose(beat, now, 0);
  }

  /** Ticks no more. Resolves once the batch that is being ticked is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm?.();
    await this.#idle;
  }

  #leastBusyGroup(tickRate: number): TickGroup<R> {
    const periodMs = 1000 / tickRate;
    const beats = this.#groups.get(tickRate) ?? [];
    this.#groups.set(tickRate, beats);
    const least = beats.reduce<TickGroup<R> | undefined>(
      (a, b) => (a === undefined || b.size < a.size ? b : a),
      undefined,
    );
    const mayAdd = beats.length < Math.max(1, Math.round(periodMs / this.#spreadMs));
    if (least !== undefined && (least.size < this.#roomsPerGroup || !mayAdd)) return least;
    const beat = new TickGroup<R>(this.#startMs + ((beats.length * GOLDEN) % 1) * periodMs, periodMs);
    beats.push(beat);
    return beat;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    const next = this.#next();
    if (next === Infinity || this.#stopped) return;
    this.#disarm = this.#clock.at(next, () => {
      this.#disarm = undefined;
      this.#idle = this.#run();
    });
  }

  /** When the next tick is due; Infinity: never. */
  #next(): number {
    let next = Infinity;
    for (const beats of this.#groups.values()) {
      for (const beat of beats) if (beat.size > 0 && beat.deadline < next) next = beat.deadline;
    }
    return next;
  }

  async #run(): Promise<void> {
    this.#ticking = true;
    try {
      while (!this.#stopped && this.#collectDue()) {
        await this.#tick(this.#due);
        // Without this, rooms that are behind would tick on and on while their players' messages wait.
        if (this.#isDue()) await this.#clock.yieldToIo();
      }
    } catch (error) {
      this.#tell(() => this.#events.failed?.(error));
    } finally {
      this.#ticking = false;
      this.#arm();
    }
  }

  /** Those who listen may be at fault themselves: no room may stand still for that. */
  #tell(event: () => void): void {
    try {
      event();
    } catch {
      // Who could be told?
    }
  }

  #isDue(): boolean {
    const now = this.#clock.now() + EARLY_MS;
    for (const beats of this.#groups.values()) {
      for (const beat of beats) if (beat.size > 0 && beat.deadline <= now) return true;
    }
    return false;
  }

  /** Puts together the next batch: each beat that is due, with one tick. */
  #collectDue(): boolean {
    const now = this.#clock.now();
    this.#due = [];
    for (const beats of this.#groups.values()) {
      for (const beat of beats) {
        if (beat.size > 0 && beat.deadline <= now + EARLY_MS) this.#take(beat, now);
      }
    }
    return this.#due.length > 0;
  }

  #take(beat: TickGroup<R>, now: number): void {
    const lateMs = now - beat.deadline;
    if (lateMs >= beat.periodMs) this.#tell(() => this.#events.late?.(beat.size, lateMs));
    this.#lose(beat, now, this.#maxCatchUpTicks);
    for (const room of beat) this.#due.push(room);
    beat.advance();
  }

  #lose(beat: TickGroup<R>, now: number, maxCatchUpTicks: number): void {
    const lostMs = beat.skip(now, maxCatchUpTicks);
    if (lostMs === 0 || beat.size === 0) return;
    this.#events.lost?.(beat.size, lostMs);
    for (const room of beat) room.lostMs += lostMs;
  }
}
