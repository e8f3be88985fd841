/**
 * Carries a cancellation through pending calls, the scopes that they wait for, the strands in these, and so on. It keeps
 * a list instead of calling itself, so scopes may be nested as deep as there is memory.
 */
import type { Cancelled } from './errors.ts';

/** A strand, or a pending call of one. */
export interface Interruptible {
  readonly next: Interruptible | undefined;
  /** Takes the cancellation in. Gives the first of those to be interrupted inside it. */
  feel(cancelled: Cancelled): Interruptible | undefined;
}

/** Interrupts one item, what is in it first, and then all that follow it in its list. */
export function interruptFrom(first: Interruptible | undefined, cancelled: Cancelled): void {
  if (first === undefined) return;
  const rest = [first];
  for (let item = rest.pop(); item !== undefined; item = rest.pop()) {
    if (item.next !== undefined) rest.push(item.next);
    const inner = item.feel(cancelled);
    if (inner !== undefined) rest.push(inner);
  }
}
