/** Sums up the outcomes of many simulated matches. */
import type { SimOutcome } from '../outcome.ts';

export class SeedTally {
  readonly injected = new Map<string, number>();
  readonly branches = new Map<string, number>();
  /** How often a process crashed at each kind of crash point. */
  readonly crashes = new Map<string, number>();
  seeds = 0;
  matches = 0;
  ticks = 0;
  /** Match time. */
  simulatedMs = 0;

  add({ matches, ticks, simulatedMs, injected, branches, crashes }: SimOutcome): void {
    this.seeds++;
    this.matches += matches;
    this.ticks += ticks;
    this.simulatedMs += simulatedMs;
    addAll(this.injected, injected);
    addAll(this.branches, branches);
    for (const label of crashes) addAll(this.crashes, { [label.replace(/ (for|of) \S+/, '')]: 1 });
  }
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}
