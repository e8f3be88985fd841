/** Match time: it moves only by ticks, and wakes what is due by (tick, creation order). */

/** Something with a deadline. */
export interface Due {
  /** The tick it is due in; kept by the clock's user while it is not scheduled. */
  dueTick: number;
  /** Its place among those due in the same tick: the order of creation. */
  readonly order: number;
  /** Called when it is due. */
  fire(): void;
}

/** How many ticks a second may have. */
export const TICK_RATES = { min: 1, max: 128 } as const;

export class Clock {
  tick = 0;
  readonly tickRate: number;
  #orders = 0;
  /** By tick. Most ticks have one at most: a set is made for the second. */
  readonly #due = new Map<number, Due | Set<Due>>();

  /** What stands still, with the ticks that were left. */
  readonly #held = new Map<Due, number>();

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

  /** How many ticks `ms` take: at least one, for any time above zero. */
  ticksFor(ms: number): number {
    // A little under, so that rounding errors of 1000 / tickRate do not cost a tick.
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
    if (this.#held.size === 0 || !this.#held.delete(due)) this.#unschedule(due);
  }

  /** Its time stands still until it is released. Does nothing to what is not scheduled. */
  pause(due: Due): void {
    // What is due in this very tick and has not fired has at least a tick left when it goes on.
    if (this.#unschedule(due)) this.#held.set(due, Math.max(1, due.dueTick - this.tick));
  }

  /** Goes on with the time that was left when it was held. */
  resume(due: Due): void {
    const left = this.#held.get(due);
    if (left === undefined) return;
    this.#held.delete(due);
    this.add(due, this.tick + left);
  }

  isHeld(due: Due): boolean {
    return this.#held.has(due);
  }

  /** When something scheduled is due; where it is held, if it went on now. */
  dueTickOf(due: Due): number {
    const left = this.#held.get(due);
    return left === undefined ? due.dueTick : this.tick + left;
  }

  /** Whether anything is due in the current tick. */
  get isDue(): boolean {
    return this.#due.has(this.tick);
  }

  /** The number of deadlines that are still to come. */
  get size(): number {
    let size = this.#held.size;
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

  /** Fires all that is due in the current tick. What is removed meanwhile does not fire. */
  fire(): void {
    const bucket = this.#due.get(this.tick);
    if (bucket === undefined) return;
    if (bucket instanceof Set) {
      // A moved deadline was added late, and still takes the place of its creation.
      const inOrder = [...bucket].sort((a, b) => a.order - b.order);
      for (const due of inOrder) if (bucket.delete(due)) due.fire();
      this.#due.delete(this.tick);
    } else {
      this.#due.delete(this.tick);
      bucket.fire();
    }
  }
}
