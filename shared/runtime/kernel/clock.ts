/** Match time. It advances only by ticks, and fires timers in order of tick and creation. */

/** A timer. */
export interface Due {
  /** The tick it is due in; kept by the clock's user while it is not scheduled. */
  dueTick: number;
  /** Its place among those due in the same tick: the order of creation. */
  readonly order: number;
  /** Called when it is due. */
  fire(): void;
}

/** Allowed tick rates, in ticks per second. */
export const TICK_RATES = { min: 1, max: 128 } as const;

export class Clock {
  tick = 0;
  readonly tickRate: number;
  #orders = 0;
  /** By tick. A set only from the second timer of a tick on: most have one at most. */
  readonly #due = new Map<number, Due | Set<Due>>();

  /** Paused timers, with the ticks they have left. */
  readonly #paused = new Map<Due, number>();

  constructor(tickRate: number) {
    this.tickRate = tickRate;
  }

  /** Match time in ms. */
  get now(): number {
    return this.timeOf(this.tick);
  }

  timeOf(tick: number): number {
    return (tick * 1000) / this.tickRate;
  }

  /** How many ticks `ms` take; at least one. */
  ticksFor(ms: number): number {
    // Slightly less, so that rounding errors of 1000 / tickRate do not cost a tick.
    return Math.max(1, Math.ceil((ms * this.tickRate) / 1000 - 1e-6));
  }

  nextOrder(): number {
    return this.#orders++;
  }

  add(due: Due, tick: number): void {
    due.dueTick = tick;
    const bucket = this.#due.get(tick);
    if (bucket === undefined) this.#due.set(tick, due);
    else if (bucket instanceof Set) bucket.add(due);
    else this.#due.set(tick, new Set([bucket, due]));
  }

  remove(due: Due): void {
    if (this.#paused.size === 0 || !this.#paused.delete(due)) this.#unschedule(due);
  }

  /** Pauses a timer until `resume()`. Does nothing if it is not scheduled. */
  pause(due: Due): void {
    // A timer that is due in this tick and has not fired keeps at least one tick.
    if (this.#unschedule(due)) this.#paused.set(due, Math.max(1, due.dueTick - this.tick));
  }

  /** Resumes a paused timer with the time it had left. */
  resume(due: Due): void {
    const left = this.#paused.get(due);
    if (left === undefined) return;
    this.#paused.delete(due);
    this.add(due, this.tick + left);
  }

  isPaused(due: Due): boolean {
    return this.#paused.has(due);
  }

  /** The tick in which a timer is due; for a paused one, if it were resumed now. */
  dueTickOf(due: Due): number {
    const left = this.#paused.get(due);
    return left === undefined ? due.dueTick : this.tick + left;
  }

  /** Whether a timer is due in the current tick. */
  get isDue(): boolean {
    return this.#due.has(this.tick);
  }

  /** The number of pending timers. */
  get size(): number {
    let size = this.#paused.size;
    for (const bucket of this.#due.values()) size += bucket instanceof Set ? bucket.size : 1;
    return size;
  }

  #unschedule(due: Due): boolean {
    const bucket = this.#due.get(due.dueTick);
    if (bucket instanceof Set) {
      if (!bucket.delete(due)) return false;
      if (bucket.size === 0) this.#due.delete(due.dueTick);
      return true;
    }
    return bucket === due && this.#due.delete(due.dueTick);
  }

  /** Fires all timers due in the current tick, except those that are removed meanwhile. */
  fire(): void {
    const bucket = this.#due.get(this.tick);
    if (bucket === undefined) return;
    if (bucket instanceof Set) {
      // A moved deadline was added late, and still fires in order of creation.
      const inOrder = [...bucket].sort((a, b) => a.order - b.order);
      for (const due of inOrder) if (bucket.delete(due)) due.fire();
      this.#due.delete(this.tick);
    } else {
      this.#due.delete(this.tick);
      bucket.fire();
    }
  }
}
