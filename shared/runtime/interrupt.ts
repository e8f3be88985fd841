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

/** Interrupts one item, what is in it, and then all that follow it in its list. */
export function interruptFrom(first: Interruptible | undefined, cancelled: Cancelled): void {
  let item = first;
  let later: Interruptible[] | undefined;
  while (item !== undefined) {
    const { next } = item;
    const inner = item.feel(cancelled);
    if (inner !== undefined && next !== undefined) (later ??= []).push(next);
    item = inner ?? next ?? later?.pop();
  }
}
