/** The events of a simulated match, and the invariants that it violates. */
import type { FaultKind } from '../fault-kinds.ts';
import type { MatchViolation } from '../outcome.ts';

const MOST_EVENTS = 24;
const MOST_FINDINGS = 20;

export class EventLog {
  /** The first violation of each invariant. */
  readonly violations: MatchViolation[] = [];
  /** How often each kind of fault has really happened. */
  readonly injected: Partial<Record<FaultKind, number>> = {};
  /** How often each branch of the game was reached. */
  readonly branches: Record<string, number>;
  /** The last events before the first violation. */
  readonly events: string[] = [];
  readonly #now: () => number;

  /** @param now simulated time in ms */
  constructor(now: () => number, branches: readonly string[]) {
    this.#now = now;
    this.branches = Object.fromEntries(branches.map((branch) => [branch, 0]));
  }

  violated(invariant: string, match: string, tick: number, details: string): void {
    if (
      this.violations.length >= MOST_FINDINGS ||
      this.violations.some((violation) => violation.invariant === invariant)
    )
      return;
    this.violations.push({ invariant, match, tick, details });
  }

  faultInjected(fault: FaultKind): void {
    this.injected[fault] = (this.injected[fault] ?? 0) + 1;
  }

  reached(branch: string): void {
    this.branches[branch] = (this.branches[branch] ?? 0) + 1;
  }

  add(text: string): void {
    if (this.violations.length > 0) return;
    this.events.push(`${(this.#now() / 1_000).toFixed(2)} s: ${text}`);
    if (this.events.length > MOST_EVENTS) this.events.shift();
  }
}
