/** The status and the report of a load as text. */
import type { Counts, LoadTimes } from './counters.ts';
import {
  lossesInWords,
  lossesOf,
  percentilesOf,
  type Percentiles,
  type LoadReading,
  type LoadReport,
} from './report.ts';
import type { ServerSnapshot } from './server-metrics.ts';

/** What is shown while a load runs. */
export interface LoadStatus {
  readonly stage: string;
  /** How many join in all. */
  readonly players: number;
  /** The previous reading, and this one: rates are between the two. */
  readonly before: LoadReading;
  readonly now: LoadReading;
  readonly times: LoadTimes;
  readonly kills: number;
  readonly server: ServerSnapshot | undefined;
}

type Row = readonly [what: string, value: string];

/** For a terminal. */
export function statusTable(status: LoadStatus): string {
  const { stage, players, before, now, times, kills, server } = status;
  const { counts, seconds } = now;
  const rate = rateOf(before, now);
  return rows([
    ['', `${Math.round(seconds)} s, ${stage}`],
    ['players', `${counts.playing} of ${players} in ${plural(counts.rooms, 'room')}`],
    ['patches', `${whole(rate('patches'))}/s, ${bytes(rate('bytesIn'))}/s in, ${bytes(rate('bytesOut'))}/s out`],
    ['messages', `${counts.messages}, ${counts.refused} refused${latency(percentilesOf(times.replies))}`],
    ['inputs', `${whole(rate('frames'))}/s${latency(percentilesOf(times.frames))}`],
    ['line', `${plural(counts.drops, 'drop')}, ${plural(kills, 'kill')}, ${plural(counts.reconnects, 'reconnect')}`],
    ['wrong', `${plural(counts.errors, 'error')}, ${lossesOf(counts).total} lost`],
    ['server', server === undefined ? 'no metrics' : serverWords(before, now, server)],
  ]);
}

/** The same in one line, for what is not a terminal. */
export function statusLine({ stage, before, now, times, kills, server }: LoadStatus): string {
  const { counts, seconds } = now;
  const rate = rateOf(before, now);
  const latencyMs = Math.max(percentilesOf(times.replies)?.p99 ?? 0, percentilesOf(times.frames)?.p99 ?? 0);
  return [
    `${Math.round(seconds)} s  ${stage}: ${counts.playing} playing in ${plural(counts.rooms, 'room')}`,
    `${whole(rate('patches'))} patches/s`,
    `p99 ${latencyMs} ms`,
    plural(kills, 'kill'),
    plural(counts.drops, 'drop'),
    plural(counts.reconnects, 'reconnect'),
    plural(counts.errors, 'error'),
    `${lossesOf(counts).total} lost`,
    ...(server === undefined ? [] : [`server ${serverWords(before, now, server)}`]),
  ].join(', ');
}

export function formatReport(report: LoadReport): string {
  const { joins, messages, inputs, lost, server, lateTicksPercent, failed, problems } = report;
  const counted = lossesInWords(lost);
  const table = rows([
    ['', `${report.game}: ${plural(report.players, 'player')} in ${plural(report.rooms, 'room')}, ${report.seconds} s`],
    ['joins', `${joins.count}, ${joins.perSecond}/s${latency(joins.ms)}`],
    ['messages', `${messages.sent}, ${messages.refused} refused${latency(messages.ms)}`],
    ...(inputs.sent > 0 ? [inputRow(inputs)] : []),
    ['patches', `${whole(report.patchesPerSecond)}/s`],
    ['bytes', `${bytes(report.bytesInPerSecond)}/s in, ${bytes(report.bytesOutPerSecond)}/s out`],
    [
      'line',
      `${plural(report.drops, 'drop')}, ${plural(report.kills, 'kill')}, ${plural(report.reconnects, 'reconnect')}`,
    ],
    ...(report.restartMs === undefined ? [] : [['open in', latency(report.restartMs).slice(2)] as const]),
    ...(report.returnMs === undefined ? [] : [['back in', latency(report.returnMs).slice(2)] as const]),
    ['lost', counted.length === 0 ? 'nothing' : counted.join(', ')],
    ['errors', String(report.errors)],
    ['server', server === undefined ? 'no metrics' : serverReport(server)],
  ]);
  const notes = [
    ...(lateTicksPercent > 5
      ? [`The players themselves were late in ${lateTicksPercent}% of their ticks: latencies are partly theirs.`]
      : []),
    ...problems,
    ...failed.map((what) => `FAILED: ${what}`),
  ];
  return [table, ...notes].join('\n');
}

function inputRow({ sent, cut, ms }: LoadReport['inputs']): Row {
  return ['inputs', `${sent}${cut > 0 ? `, ${cut} under way when their line broke` : ''}${latency(ms)}`];
}

function serverReport({ cpuPercent, cpuSeconds, peakMb, lateTicks, droppedInputs }: NonNullable<LoadReport['server']>) {
  const cpu = `${cpuPercent}% of a core (${whole(cpuSeconds)} s in all)`;
  return `${cpu}, at most ${whole(peakMb)} MB, ${lateTicks} late ticks, ${droppedInputs} inputs too many`;
}

function serverWords(before: LoadReading, now: LoadReading, { memoryMb }: ServerSnapshot): string {
  const cpu = (100 * (now.cpuSeconds - before.cpuSeconds)) / Math.max(0.001, now.seconds - before.seconds);
  return `${whole(Math.max(0, cpu))}% CPU, ${whole(memoryMb)} MB`;
}

function rateOf(before: LoadReading, now: LoadReading): (field: keyof Counts) => number {
  const seconds = Math.max(0.001, now.seconds - before.seconds);
  return (field) => (now.counts[field] - before.counts[field]) / seconds;
}

function latency(ms: Percentiles | undefined): string {
  return ms === undefined ? '' : `, p50 ${ms.p50} ms, p95 ${ms.p95} ms, p99 ${ms.p99} ms`;
}

function rows(lines: readonly Row[]): string {
  const width = Math.max(...lines.map(([what]) => what.length));
  return lines.map(([what, value]) => (what === '' ? value : `${what.padEnd(width)}  ${value}`)).join('\n');
}

function bytes(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} MB`;
  return count >= 1e3 ? `${(count / 1e3).toFixed(0)} KB` : `${count.toFixed(0)} B`;
}

/** Such as `1 room` and `2 rooms`. */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function whole(value: number): string {
  return value.toFixed(0);
}
