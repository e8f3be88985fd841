/** What a run has come to, for people and for programs. */
import type { Coverage } from '../run/coverage.ts';
import { WHOLE_RUN_SEEDS } from '../run/coverage.ts';
import type { SeedTally } from '../run/tally.ts';
import { counted, duration, hours, rounded } from './format.ts';

/** One failure, as programs have it. */
export interface FailureJson {
  readonly seed: number;
  readonly invariant: string;
  readonly match: string;
  readonly tick: number;
  readonly details: string;
  readonly lastEvents: readonly string[];
  readonly rerun: string;
  readonly plan: string | undefined;
  readonly replay: string | undefined;
}

export interface SimSummary {
  readonly game: string;
  readonly from: number;
  /** How many seeds were asked for. */
  readonly seeds: number;
  readonly tally: SeedTally;
  readonly coverage: Coverage;
  readonly wallMs: number;
  /** Of all cores. */
  readonly cpuMs: number;
  /** How many seeds have broken a law. */
  readonly failed: number;
  /** How many of them came to nothing at all. */
  readonly lost: number;
  /** The first of them, and the first of each law. */
  readonly failures: readonly FailureJson[];
  /** Whether it was stopped from outside. */
  readonly stopped: boolean;
}

export function isGood({ failed, coverage, stopped }: SimSummary): boolean {
  return failed === 0 && coverage.ok && !stopped;
}

export function summaryText(summary: SimSummary): string {
  const { game, from, seeds, tally, wallMs, cpuMs } = summary;
  const [wall, core] = [wallMs, cpuMs].map((ms) => rounded(tally.simulatedMs / Math.max(1, ms)));
  const lines = [
    `${game}, ${seeds === 1 ? `seed ${from}` : `seeds ${from} to ${from + seeds - 1}`}`,
    [
      counted(tally.matches, 'match', 'matches'),
      hours(tally.simulatedMs),
      `${wall} × real time, ${core} × on a core`,
      duration(wallMs),
    ].join(' · '),
    `faults    ${countsText(tally.injected)}`,
    `branches  ${countsText(tally.branches)}`,
    ...missedLines(summary),
    verdictText(summary),
  ];
  return lines.join('\n');
}

function countsText(counts: ReadonlyMap<string, number>): string {
  const met = [...counts].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  return met.map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

function missedLines({ coverage: { missed, isWhole } }: SimSummary): string[] {
  const missing = [...missed.faults, ...missed.branches];
  if (missing.length === 0) return [];
  const excuse = isWhole ? '' : ` (fewer than ${WHOLE_RUN_SEEDS} seeds need not)`;
  return [`missed    ${missing.join(', ')}${excuse}`];
}

function verdictText(summary: SimSummary): string {
  const { seeds, tally, failures, failed, lost, coverage, stopped } = summary;
  const parts: string[] = [];
  if (failed > 0) {
    const numbers = failures.map(({ seed }) => seed).join(', ');
    parts.push(`${counted(failed, 'seed')} failed: ${numbers}${failed > failures.length ? ', and more' : ''}.`);
  }
  if (!coverage.ok) {
    const { faults, branches } = coverage.missed;
    if (faults.length > 0) parts.push(`These faults never happened: ${faults.join(', ')}.`);
    if (branches.length > 0) parts.push(`These branches were never taken: ${branches.join(', ')}.`);
  }
  const done = tally.seeds + lost;
  if (done < seeds) parts.push(`${stopped ? 'Stopped' : 'Ended'} after ${counted(done, 'seed')} of ${seeds}.`);
  return parts.length === 0 ? 'All laws hold.' : parts.join('\n');
}

export function summaryJson(summary: SimSummary): object {
  const { game, from, seeds, tally, coverage, wallMs, cpuMs, failed, lost, failures } = summary;
  return {
    ok: isGood(summary),
    game,
    from,
    seeds: { asked: seeds, simulated: tally.seeds, failed, lost },
    matches: tally.matches,
    ticks: tally.ticks,
    simulatedHours: tally.simulatedMs / 3_600_000,
    timesRealTime: { wall: tally.simulatedMs / Math.max(1, wallMs), core: tally.simulatedMs / Math.max(1, cpuMs) },
    seconds: wallMs / 1_000,
    fired: Object.fromEntries(tally.injected),
    branches: Object.fromEntries(tally.branches),
    missed: coverage.missed,
    failures,
  };
}
