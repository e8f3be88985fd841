/** The time left until a deadline of a table. */
import type { TableDeadline } from './table.ts';

/** The time left until a deadline, in ms: 0 once it has passed, Infinity without one. */
export function msUntil(deadline: TableDeadline, matchMs: number): number {
  const endMs = typeof deadline === 'number' ? deadline : deadline.deadline;
  return endMs > 0 ? Math.max(0, endMs - matchMs) : Infinity;
}
