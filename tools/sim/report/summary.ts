/** The summary of a run, as text and as JSON. */
import { WHOLE_RUN_SEEDS, type Coverage } from '../run/coverage.ts';
import type { SeedTally } from '../run/tally.ts';
import { counted, duration, hours, rounded } from './format.ts';

export interface FailureJson {
  readonly seed: number;
  readonly crashPoints: readonly number[] | undefined;
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
  /** How many numbers there were to simulate: seeds, or crash points. */
  readonly seeds: number;
  /** The seed whose crash points were tried; undefined: the numbers are seeds. */
  readonly crashSeed: number | undefined;
  readonly tally: SeedTally;
  readonly coverage: Coverage;
  readonly wallMs: number;
  /** Of all cores. */
  readonly cpuMs: number;
  /** How many seeds or crash points violated an invariant. */
  readonly failed: number;
  /** How many of them broke the simulation itself. */
  readonly lost: number;
  /** The first failures, and the first of each invariant. */
  readonly failures: readonly FailureJson[];
  /** It was stopped by a signal. */
  readonly stopped: boolean;
}

export function isGood({ failed, coverage, stopped }: SimSummary): boolean {
  return failed === 0 && coverage.ok && !stopped;
}

/** Names what is simulated. */
export function taskName({
  game,
  from,
  seeds,
  crashSeed,
}: Pick<SimSummary, 'game' | 'from' | 'seeds'> & { readonly crashSeed?: number | undefined }): string {
  if (crashSeed !== undefined) return `${game}, seed ${crashSeed}, a crash at each of ${counted(seeds - 1, 'point')}`;
  return `${game}, ${seeds === 1 ? `seed ${from}` : `seeds ${from} to ${from + seeds - 1}`}`;
}

export function summaryText(summary: SimSummary): string {
  const { tally, wallMs, cpuMs, crashSeed } = summary;
  const [wall, core] = [wallMs, cpuMs].map((ms) => rounded(tally.simulatedMs / Math.max(1, ms)));
  const lines = [
    taskName(summary),
    [
      counted(tally.matches, 'match', 'matches'),
      hours(tally.simulatedMs),
      `${wall} × real time, ${core} × on a core`,
      duration(wallMs),
    ].join(' · '),
    `faults    ${countsText(tally.injected)}`,
    ...(crashSeed === undefined ? [] : [`crashes   ${countsText(tally.crashes)}`]),
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
  const { seeds, tally, failures, failed, lost, coverage, stopped, crashSeed } = summary;
  const unit = crashSeed === undefined ? 'seed' : 'crash point';
  const parts: string[] = [];
  if (failed > 0) {
    const numbers = failures.map(({ seed, crashPoints }) => crashPoints?.at(-1) ?? seed).join(', ');
    parts.push(`${counted(failed, unit)} failed: ${numbers}${failed > failures.length ? ', and more' : ''}.`);
  }
  if (!coverage.ok) {
    const { faults, branches } = coverage.missed;
    if (faults.length > 0) parts.push(`These faults never happened: ${faults.join(', ')}.`);
    if (branches.length > 0) parts.push(`These branches were never taken: ${branches.join(', ')}.`);
  }
  const done = tally.seeds + lost;
  if (done < seeds) parts.push(`${stopped ? 'Stopped' : 'Ended'} after ${counted(done, unit)} of ${seeds}.`);
  return parts.length === 0 ? 'All invariants hold.' : parts.join('\n');
}

export function summaryJson(summary: SimSummary): object {
  const { game, from, seeds, crashSeed, tally, coverage, wallMs, cpuMs, failed, lost, failures } = summary;
  return {
    ok: isGood(summary),
    game,
    from,
    crashSeed,
    seeds: { asked: seeds, simulated: tally.seeds, failed, lost },
    matches: tally.matches,
    ticks: tally.ticks,
    simulatedHours: tally.simulatedMs / 3_600_000,
    timesRealTime: { wall: tally.simulatedMs / Math.max(1, wallMs), core: tally.simulatedMs / Math.max(1, cpuMs) },
    seconds: wallMs / 1_000,
    injected: Object.fromEntries(tally.injected),
    crashes: Object.fromEntries(tally.crashes),
    branches: Object.fromEntries(tally.branches),
    missed: coverage.missed,
    failures,
  };
}
