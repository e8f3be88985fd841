/** Simulated time: a queue of events, by time and then by order. Time moves only from event to event. */
import type { PacerClock } from '../../../server/host/ticks/pacer.ts';

interface Happening {
  readonly time: number;
  readonly order: number;
  readonly fn: () => void;
  /** Nothing asynchronous follows from it that others could see before the next one. */
  readonly light: boolean;
  cancelled: boolean;
}

export class SimClock implements PacerClock {
  #now = 0;
  #order = 0;
  /** A binary heap: the first is the next. */
  readonly #heap: Happening[] = [];

  now(): number {
    return this.#now;
  }

  /** Calls `fn` at `time`, and lets all that follows from it come to rest before anything else happens. */
  at(time: number, fn: () => void): () => void {
    return this.#add(time, fn, false);
  }

  /** Calls `fn` at `time`; what follows from it does so at once. */
  post(time: number, fn: () => void): () => void {
    return this.#add(time, fn, true);
  }

  yieldToIo(): Promise<void> {
    return Promise.resolve();
  }

  /** Resolves when so much time has passed. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Time passes and nothing can happen, as where a process stands still. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets happen what is due now and light, in the middle of something else. */
  interject(): void {
    for (let next = this.#heap[0]; next !== undefined && next.light && next.time <= this.#now; next = this.#heap[0]) {
      this.#pop();
      if (!next.cancelled) next.fn();
    }
  }

  /** Lets one thing happen after the other, until `isOver()` or until nothing is left or due by `untilMs`. */
  async run(untilMs: number, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const next = this.#heap[0];
      if (next === undefined || next.time > untilMs) break;
      this.#pop();
      if (next.cancelled) continue;
      this.#now = Math.max(this.#now, next.time);
      next.fn();
      // Rooms and bots run in promises and ticks of the process alone: they have settled when a macrotask gets its turn.
      if (!next.light) await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isOver()) this.#now = Math.max(this.#now, untilMs);
  }

  #add(time: number, fn: () => void, light: boolean): () => void {
    const happening = { time, order: this.#order++, fn, light, cancelled: false };
    const heap = this.#heap;
    let at = heap.length;
    heap.push(happening);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(happening, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = happening;
    return () => {
      happening.cancelled = true;
    };
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Happening, b: Happening): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
