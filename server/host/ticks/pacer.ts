/**
 * Ticks every room of the process at its own rate, by absolute deadlines, spread over time. Rooms with one rate and phase are a group: they are
 * due together, and are ticked as one batch.
 */
import type { RealClock } from '../../../shared/real-clock.ts';
import { TickGroup } from './tick-group.ts';

/** Something that ticks. */
export interface Paced {
  /** Ticks per second. */
  readonly tickRate: number;
  /** Match time that was lost for good, in ms: how far it is behind the time since the first tick. */
  lostMs: number;
}

export interface PacerClock extends RealClock {
  /** Lets waiting I/O run. */
  yieldToIo(): Promise<void>;
}

export interface PacerEvents {
  /** A batch starts a whole tick or more after its deadline. */
  late?(rooms: number, lateMs: number): void;
  /** A batch does not catch up: its rooms lose this much time. */
  lost?(rooms: number, lostMs: number): void;
  /** The tick of a batch threw; the next one comes at its time. */
  failed?(error: unknown): void;
}

export interface PacerOptions {
  /** The average distance between groups of one rate, when all are in use. */
  readonly spreadMs?: number;
  /** Rooms in a group before the next one is used: each batch has a cost. */
  readonly roomsPerGroup?: number;
  /** How many ticks a room may be behind; more are lost. */
  readonly maxCatchUpTicks?: number;
  readonly events?: PacerEvents;
}

/** The fractional parts of its multiples are spread evenly, however many there are. */
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
  /** Settles when no tick is running. */
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

  /** The first tick of the room comes within one tick. */
  add(room: R): void {
    if (this.#stopped || this.#groupOf.has(room)) return;
    const group = this.#leastBusyGroup(room.tickRate);
    group.add(room, this.#clock.now());
    this.#groupOf.set(room, group);
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

  /** Skips ticks that were missed while rooms stood still: their time is lost. */
  skipMissed(): void {
    const now = this.#clock.now();
    for (const groups of this.#groups.values()) for (const group of groups) this.#lose(group, now, 0);
  }

  /** Stops ticking. Resolves once the batch that is running is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm?.();
    await this.#idle;
  }

  #leastBusyGroup(tickRate: number): TickGroup<R> {
    const periodMs = 1000 / tickRate;
    const groups = this.#groups.get(tickRate) ?? [];
    this.#groups.set(tickRate, groups);
    const least = groups.reduce<TickGroup<R> | undefined>(
      (a, b) => (a === undefined || b.size < a.size ? b : a),
      undefined,
    );
    const mayAdd = groups.length < Math.max(1, Math.round(periodMs / this.#spreadMs));
    if (least !== undefined && (least.size < this.#roomsPerGroup || !mayAdd)) return least;
    const group = new TickGroup<R>(this.#startMs + ((groups.length * GOLDEN) % 1) * periodMs, periodMs);
    groups.push(group);
    return group;
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
    for (const groups of this.#groups.values()) {
      for (const group of groups) if (group.size > 0 && group.deadline < next) next = group.deadline;
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

  /** An error in a listener must not stop the rooms. */
  #tell(event: () => void): void {
    try {
      event();
    } catch {
      // There is nobody left to report it to.
    }
  }

  #isDue(): boolean {
    const now = this.#clock.now() + EARLY_MS;
    for (const groups of this.#groups.values()) {
      for (const group of groups) if (group.size > 0 && group.deadline <= now) return true;
    }
    return false;
  }

  /** Puts together the next batch: each group that is due, with one tick. */
  #collectDue(): boolean {
    const now = this.#clock.now();
    this.#due = [];
    for (const groups of this.#groups.values()) {
      for (const group of groups) {
        if (group.size > 0 && group.deadline <= now + EARLY_MS) this.#take(group, now);
      }
    }
    return this.#due.length > 0;
  }

  #take(group: TickGroup<R>, now: number): void {
    const lateMs = now - group.deadline;
    if (lateMs >= group.periodMs) this.#tell(() => this.#events.late?.(group.size, lateMs));
    this.#lose(group, now, this.#maxCatchUpTicks);
    for (const room of group) this.#due.push(room);
    group.advance();
  }

  #lose(group: TickGroup<R>, now: number, maxCatchUpTicks: number): void {
    const lostMs = group.skip(now, maxCatchUpTicks);
    if (lostMs === 0 || group.size === 0) return;
    this.#events.lost?.(group.size, lostMs);
    for (const room of group) room.lostMs += lostMs;
  }
}
