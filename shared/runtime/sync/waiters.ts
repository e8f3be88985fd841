/** Waiting strands, in first-come, first-served order. */
import type { Strand } from '../kernel/strand.ts';
import { Wait } from '../kernel/wait.ts';

export class Waiters<T> {
  readonly #waits = new Set<Waiter<T>>();

  get size(): number {
    return this.#waits.size;
  }

  add(waiter: Waiter<T>): void {
    this.#waits.add(waiter);
  }

  delete(waiter: Waiter<T>): void {
    this.#waits.delete(waiter);
  }

  /** The longest-waiting one. */
  first(): Waiter<T> | undefined {
    for (const waiter of this.#waits) return waiter;
    return undefined;
  }

  /** Hands `value` to the longest-waiting strand. False if none waits. */
  handOver(value: T): boolean {
    const waiter = this.first();
    waiter?.succeed(value);
    return waiter !== undefined;
  }

  [Symbol.iterator](): Iterator<Waiter<T>> {
    return [...this.#waits][Symbol.iterator]();
  }
}

/** A wait for a value that others hand over. */
export class Waiter<T> extends Wait<T> {
  readonly label: string;
  protected readonly among: Waiters<T>;

  /** @param returned takes back a value that was handed over but not received, as its strand was cancelled */
  constructor(strand: Strand, among: Waiters<T>, label: string, returned?: (value: T) => void) {
    super(strand);
    this.label = label;
    this.among = among;
    if (returned !== undefined) this.giveBack = returned;
  }

  override get source(): object | undefined {
    return this.giveBack === undefined ? undefined : this.among;
  }

  protected override attach(): void {
    this.among.add(this);
  }

  protected override detach(): void {
    this.among.delete(this);
  }
}
