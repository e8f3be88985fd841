/** The report of a load: its figures, its losses, and whether they are within the limits. */
import type { RecordableHistogram } from 'node:perf_hooks';
import type { LoadLimits } from './options.ts';
import type { ServerSnapshot, ServerTotals } from './server-metrics.ts';
import { LOSSES, type Counts, type LossName, type LoadTimes } from './counters.ts';

/** In ms; undefined where nothing was timed. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly count: number;
}

/** The counters at a moment. */
export interface LoadReading {
  readonly seconds: number;
  readonly counts: Counts;
  readonly cpuSeconds: number;
}

export interface LoadReport {
  /** Nothing is lost, and no limit is passed. */
  readonly ok: boolean;
  readonly game: string;
  /** How long they played once all had joined. */
  readonly seconds: number;
  readonly workers: number;
  readonly rooms: number;
  readonly players: number;
  readonly joins: {
    readonly count: number;
    readonly perSecond: number;
    readonly ms: Percentiles | undefined;
  };
  readonly messages: {
    readonly sent: number;
    readonly replied: number;
    readonly refused: number;
    /** To the reply. */
    readonly ms: Percentiles | undefined;
  };
  readonly inputs: {
    readonly sent: number;
    /** Under way when their line broke. */
    readonly cut: number;
    /** To the patch that acknowledges it. */
    readonly ms: Percentiles | undefined;
  };
  readonly patchesPerSecond: number;
  /** As the players see it. */
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
  readonly drops: number;
  readonly kills: number;
  readonly reconnects: number;
  /** From each kill until the server was open again. */
  readonly restartMs: Percentiles | undefined;
  /** From the break of a line, or the end of the server, to the table's next greeting. */
  readonly returnMs: Percentiles | undefined;
  readonly errors: number;
  readonly lost: Readonly<Record<LossName, number>> & { readonly total: number };
  /** Undefined where its metrics are not readable. */
  readonly server: (ServerTotals & { readonly cpuPercent: number; readonly peakMb: number }) | undefined;
  /** Ticks of the players that began late, in percent. Where there are many, latencies are partly the players' own. */
  readonly lateTicksPercent: number;
  /** Losses and limits that are passed. */
  readonly failed: readonly string[];
  /** The first things that went wrong with players. */
  readonly problems: readonly string[];
}

export interface LoadReportParts {
  readonly game: string;
  readonly workers: number;
  readonly rooms: number;
  readonly players: number;
  readonly limits: LoadLimits;
  /** When all had joined, when they stopped, and the counters after they had settled. */
  readonly from: LoadReading;
  readonly to: LoadReading;
  readonly counts: Counts;
  readonly times: LoadTimes;
  readonly kills: number;
  readonly restarts: RecordableHistogram;
  readonly server: { readonly now: ServerSnapshot | undefined; readonly totals: ServerTotals; readonly peakMb: number };
  readonly problems: readonly string[];
  /** What the server still holds after all have left. */
  readonly left: string | undefined;
}

export function makeReport(parts: LoadReportParts): LoadReport {
  const { game, workers, rooms, players, limits, from, to, counts, times, kills, restarts, server, problems, left } =
    parts;
  const seconds = to.seconds - from.seconds;
  const perSecond = (field: keyof Counts): number => round((to.counts[field] - from.counts[field]) / seconds);
  const cpuPercent = round(((to.cpuSeconds - from.cpuSeconds) / seconds) * 100);
  const report = {
    game,
    seconds: round(seconds),
    workers,
    rooms,
    players,
    joins: {
      count: counts.joins,
      perSecond: round(from.counts.joins / from.seconds),
      ms: percentilesOf(times.joins),
    },
    messages: {
      sent: counts.messages,
      replied: counts.replies,
      refused: counts.refused,
      ms: percentilesOf(times.replies),
    },
    inputs: { sent: counts.frames, cut: counts.framesCut, ms: percentilesOf(times.frames) },
    patchesPerSecond: perSecond('patches'),
    bytesInPerSecond: perSecond('bytesIn'),
    bytesOutPerSecond: perSecond('bytesOut'),
    drops: counts.drops,
    kills,
    reconnects: counts.reconnects,
    restartMs: percentilesOf(restarts),
    returnMs: percentilesOf(times.returns),
    errors: counts.errors,
    lost: lossesOf(counts),
    server: server.now === undefined ? undefined : { ...server.totals, cpuPercent, peakMb: round(server.peakMb) },
    lateTicksPercent: round((100 * counts.lateTicks) / Math.max(1, counts.ticks)),
    problems,
  };
  const failed = [...failures(report, limits), ...(left === undefined ? [] : [left])];
  return { ok: failed.length === 0, ...report, failed };
}

export function lossesOf(counts: Counts): LoadReport['lost'] {
  const names = Object.keys(LOSSES) as LossName[];
  const losses = Object.fromEntries(names.map((name) => [name, counts[name]])) as Record<LossName, number>;
  return { ...losses, total: names.reduce((total, name) => total + counts[name], 0) };
}

export function percentilesOf(histogram: RecordableHistogram): Percentiles | undefined {
  if (histogram.count === 0) return undefined;
  const at = (percent: number): number => round(histogram.percentile(percent) / 1_000);
  return { p50: at(50), p95: at(95), p99: at(99), max: round(histogram.max / 1_000), count: histogram.count };
}

/** A sentence for each kind of loss. */
export function lossesInWords(lost: LoadReport['lost']): string[] {
  return Object.entries(LOSSES).flatMap(([name, words]) => {
    const count = lost[name as LossName];
    return count > 0 ? [`${words}: ${count}`] : [];
  });
}

function failures(report: Omit<LoadReport, 'ok' | 'failed'>, limits: LoadLimits): string[] {
  const { joins, messages, inputs, errors, lost, server } = report;
  const failed = lossesInWords(lost);
  const check = (what: string, value: number | undefined, limit: number | undefined, unit: string): void => {
    if (limit === undefined) return;
    if (value === undefined) failed.push(`${what} is not known, so it may not be within ${limit}${unit}`);
    else if (value > limit) failed.push(`${what} is ${value}${unit}, more than ${limit}${unit}`);
  };
  const slowest = [messages.ms, inputs.ms].flatMap((ms) => (ms === undefined ? [] : [ms.p99]));
  check('the latency (p99)', slowest.length === 0 ? undefined : Math.max(...slowest), limits.latencyMs, ' ms');
  check('the time to join (p99)', joins.ms?.p99, limits.joinMs, ' ms');
  check('the number of errors', errors, limits.errors, '');
  check('the memory of the server', server?.peakMb, limits.serverMb, ' MB');
  check('the CPU of the server', server?.cpuPercent, limits.serverCpu, '%');
  return failed;
}

function round(value: number): number {
  return Number(value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0));
}
