/** What happens in a simulated match, for people, and what is found that must not be. */
import type { Fault } from '../faults.ts';
import type { Finding } from '../outcome.ts';

const MOST_EVENTS = 24;
const MOST_FINDINGS = 20;

export class Chronicle {
  /** One for each law that was broken. */
  readonly findings: Finding[] = [];
  /** How often each fault has really happened. */
  readonly fired: Partial<Record<Fault, number>> = {};
  /** How often each branch of the game was reached. */
  readonly branches: Record<string, number>;
  /** What happened last before the first finding. */
  readonly events: string[] = [];
  readonly #now: () => number;

  /** @param now simulated time in ms */
  constructor(now: () => number, branches: readonly string[]) {
    this.#now = now;
    this.branches = Object.fromEntries(branches.map((branch) => [branch, 0]));
  }

  found(law: string, match: string, tick: number, details: string): void {
    if (this.findings.length >= MOST_FINDINGS || this.findings.some((finding) => finding.law === law)) return;
    this.findings.push({ law, match, tick, details });
  }

  happened(fault: Fault): void {
    this.fired[fault] = (this.fired[fault] ?? 0) + 1;
  }

  reached(branch: string): void {
    this.branches[branch] = (this.branches[branch] ?? 0) + 1;
  }

  note(text: string): void {
    if (this.findings.length > 0) return;
    this.events.push(`${(this.#now() / 1_000).toFixed(2)} s: ${text}`);
    if (this.events.length > MOST_EVENTS) this.events.shift();
  }
}
