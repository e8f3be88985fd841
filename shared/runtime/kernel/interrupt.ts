/**
 * Carries a cancellation through pending calls, the scopes that they wait for, the strands in these, and so on. It keeps
 * a list instead of calling itself, so scopes may be nested as deep as there is memory.
 */
import type { Cancelled } from '../errors/errors.ts';

/** A strand, or a pending call of one. */
export interface Interruptible {
  readonly next: Interruptible | undefined;
  /** Takes the cancellation in. Gives the first of those to be interrupted inside it. */
  takeIn(cancelled: Cancelled): Interruptible | undefined;
}

/** How many cancellations are on their way: one may set off another, as what it gives back is looked at by a script. */
let running = 0;
const later: (() => void)[] = [];

/** Interrupts one item, what is in it, and then all that follow it in its list. */
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

/** Calls `fn` once the cancellations that run now have reached everything that they cover. */
export function afterInterrupt(fn: () => void): void {
  if (running === 0) fn();
  else later.push(fn);
}
