/** Adds up what many simulated matches have come to. */
import type { SimOutcome } from '../outcome.ts';

export class SeedTally {
  readonly injected = new Map<string, number>();
  readonly branches = new Map<string, number>();
  seeds = 0;
  matches = 0;
  ticks = 0;
  /** Match time. */
  simulatedMs = 0;

  add({ matches, ticks, simulatedMs, injected: fired, branches }: SimOutcome): void {
    this.seeds++;
    this.matches += matches;
    this.ticks += ticks;
    this.simulatedMs += simulatedMs;
    addAll(this.injected, fired);
    addAll(this.branches, branches);
  }
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}
