/**
 * Propagates a cancellation through pending calls, the scopes that they wait for, the strands in these, and so on. It is
 * iterative, so scopes may be nested deeper than the call stack.
 */
import type { Cancelled } from '../errors/errors.ts';

/** A strand, or a pending call of one. */
export interface Interruptible {
  readonly next: Interruptible | undefined;
  /** Records the cancellation. Returns the first item inside it to be interrupted. */
  takeIn(cancelled: Cancelled): Interruptible | undefined;
}

/** How many cancellations are being propagated. One may start another: a value given back is offered to script code. */
let running = 0;
const later: (() => void)[] = [];

/** Interrupts an item, everything inside it, and all items after it in its list. */
export function interruptFrom(first: Interruptible | undefined, cancelled: Cancelled): void {
  running++;
  try {
    let item = first;
    let rest: Interruptible[] | undefined;
    while (item !== undefined) {
      const { next } = item;
      const inner = item.takeIn(cancelled);
      if (inner !== undefined && next !== undefined) (rest ??= []).push(next);
      item = inner ?? next ?? rest?.pop();
    }
  } finally {
    running--;
  }
  if (running === 0 && later.length > 0) for (const fn of later.splice(0)) fn();
}

/** Calls `fn` once the current cancellations have reached everything they cover. */
export function afterInterrupt(fn: () => void): void {
  if (running === 0) fn();
  else later.push(fn);
}
