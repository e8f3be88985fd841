/** A load in words: while it runs, and at its end. */
import type { Counts, Times } from './tally.ts';
import { lossesInWords, lossesOf, percentilesOf, type Percentiles, type Reading, type Report } from './report.ts';
import type { ServerNow } from './server-book.ts';

/** What is shown while it runs. */
export interface Status {
  readonly stage: string;
  /** How many there shall be. */
  readonly players: number;
  /** The reading before, and this one: rates are those between the two. */
  readonly before: Reading;
  readonly now: Reading;
  readonly times: Times;
  readonly kills: number;
  readonly server: ServerNow | undefined;
}

type Row = readonly [what: string, value: string];

/** A table that is written over once a second. */
export function liveTable(status: Status): string {
  const { stage, players, before, now, times, kills, server } = status;
  const { counts, seconds } = now;
  const rate = rateOf(before, now);
  return rows([
    ['', `${Math.round(seconds)} s, ${stage}`],
    ['players', `${counts.playing} of ${players} in ${many(counts.rooms, 'room')}`],
    ['patches', `${whole(rate('patches'))}/s, ${bytes(rate('bytesIn'))}/s in, ${bytes(rate('bytesOut'))}/s out`],
    ['messages', `${counts.messages}, ${counts.refused} refused${latency(percentilesOf(times.replies))}`],
    ['inputs', `${whole(rate('frames'))}/s${latency(percentilesOf(times.frames))}`],
    ['line', `${many(counts.drops, 'drop')}, ${many(kills, 'kill')}, ${many(counts.reconnects, 'reconnect')}`],
    ['wrong', `${many(counts.errors, 'error')}, ${lossesOf(counts).total} lost`],
    ['server', server === undefined ? 'does not tell' : serverWords(before, now, server)],
  ]);
}

/** The same in one line, for where nothing can be written over. */
export function liveLine({ stage, before, now, times, kills, server }: Status): string {
  const { counts, seconds } = now;
  const rate = rateOf(before, now);
  const latencyMs = Math.max(percentilesOf(times.replies)?.p99 ?? 0, percentilesOf(times.frames)?.p99 ?? 0);
  return [
    `${Math.round(seconds)} s  ${stage}: ${counts.playing} playing in ${many(counts.rooms, 'room')}`,
    `${whole(rate('patches'))} patches/s`,
    `p99 ${latencyMs} ms`,
    many(kills, 'kill'),
    many(counts.drops, 'drop'),
    many(counts.reconnects, 'reconnect'),
    many(counts.errors, 'error'),
    `${lossesOf(counts).total} lost`,
    ...(server === undefined ? [] : [`server ${serverWords(before, now, server)}`]),
  ].join(', ');
}

export function formatReport(report: Report): string {
  const { joins, messages, inputs, lost, server, lateTicksPercent, failed, problems } = report;
  const counted = lossesInWords(lost);
  const table = rows([
    ['', `${report.game}: ${many(report.players, 'player')} in ${many(report.rooms, 'room')}, ${report.seconds} s`],
    ['joins', `${joins.count}, ${joins.perSecond}/s${latency(joins.ms)}`],
    ['messages', `${messages.sent}, ${messages.refused} refused${latency(messages.ms)}`],
    ...(inputs.sent > 0 ? [inputRow(inputs)] : []),
    ['patches', `${whole(report.patchesPerSecond)}/s`],
    ['bytes', `${bytes(report.bytesInPerSecond)}/s in, ${bytes(report.bytesOutPerSecond)}/s out`],
    ['line', `${many(report.drops, 'drop')}, ${many(report.kills, 'kill')}, ${many(report.reconnects, 'reconnect')}`],
    ...(report.restartMs === undefined ? [] : [['open in', latency(report.restartMs).slice(2)] as const]),
    ...(report.returnMs === undefined ? [] : [['back in', latency(report.returnMs).slice(2)] as const]),
    ['lost', counted.length === 0 ? 'nothing' : counted.join(', ')],
    ['errors', String(report.errors)],
    ['server', server === undefined ? 'does not tell' : serverReport(server)],
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

function inputRow({ sent, cut, ms }: Report['inputs']): Row {
  return ['inputs', `${sent}${cut > 0 ? `, ${cut} under way when their line broke` : ''}${latency(ms)}`];
}

function serverReport({ cpuPercent, cpuSeconds, peakMb, lateTicks, droppedInputs }: NonNullable<Report['server']>) {
  const cpu = `${cpuPercent}% of a core (${whole(cpuSeconds)} s in all)`;
  return `${cpu}, at most ${whole(peakMb)} MB, ${lateTicks} late ticks, ${droppedInputs} inputs too many`;
}

function serverWords(before: Reading, now: Reading, { memoryMb }: ServerNow): string {
  const cpu = (100 * (now.cpuSeconds - before.cpuSeconds)) / Math.max(0.001, now.seconds - before.seconds);
  return `${whole(Math.max(0, cpu))}% CPU, ${whole(memoryMb)} MB`;
}

function rateOf(before: Reading, now: Reading): (field: keyof Counts) => number {
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
export function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function whole(value: number): string {
  return value.toFixed(0);
}
