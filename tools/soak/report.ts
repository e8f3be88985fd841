/** The report of a soak test. */
import { lossesInWords, lossesOf, type LoadReport } from '../load/report.ts';
import type { ServerTotals } from '../load/server-metrics.ts';
import type { Counts } from '../load/counters.ts';
import { plural } from '../load/format.ts';
import { HEAP_TOLERANCE, MEMORY_TOLERANCE, trendOf, type Tolerance, type Trend } from './memory-trend.ts';

/** The memory of the empty server after a wave and a collection of garbage. */
export interface MemorySample {
  readonly wave: number;
  readonly seconds: number;
  /** The server was killed in this wave. */
  readonly kills: boolean;
  readonly heapMb: number;
  readonly memoryMb: number;
}

export interface SoakReport {
  readonly ok: boolean;
  readonly seconds: number;
  readonly joins: number;
  readonly turnovers: number;
  readonly drops: number;
  readonly kills: number;
  readonly reconnects: number;
  readonly messages: number;
  readonly frames: number;
  readonly errors: number;
  readonly lost: LoadReport['lost'];
  /** Of the process that was not killed; undefined with too few waves. */
  readonly heap: Trend | undefined;
  readonly memory: Trend | undefined;
  readonly samples: readonly MemorySample[];
  readonly failed: readonly string[];
  readonly problems: readonly string[];
}

export interface SoakReportParts {
  readonly seconds: number;
  readonly counts: Counts;
  readonly kills: number;
  readonly server: ServerTotals;
  readonly samples: readonly MemorySample[];
  /** What the server still held after a wave. */
  readonly left: readonly string[];
  readonly problems: readonly string[];
}

const LEAST_SAMPLES = 3;

export function makeReport({ seconds, counts, kills, server, samples, left, problems }: SoakReportParts): SoakReport {
  const lost = lossesOf(counts);
  const calm = samples.filter((sample) => !sample.kills);
  const trend = (field: 'heapMb' | 'memoryMb', tolerance: Tolerance): Trend | undefined => {
    const mb = calm.map((sample) => sample[field]);
    return mb.length >= LEAST_SAMPLES ? trendOf(mb, tolerance) : undefined;
  };
  const [heap, memory] = [trend('heapMb', HEAP_TOLERANCE), trend('memoryMb', MEMORY_TOLERANCE)];
  const failed = [
    ...lossesInWords(lost),
    ...(counts.errors > 0 ? [plural(counts.errors, 'error')] : []),
    ...(server.failedRooms > 0 ? [`rooms that failed: ${server.failedRooms}`] : []),
    ...(server.strayErrors > 0 ? [`errors of no room: ${server.strayErrors}`] : []),
    ...left,
    ...growthOf('the heap', heap),
    ...growthOf('the memory', memory),
  ];
  return {
    ok: failed.length === 0,
    seconds: Math.round(seconds),
    joins: counts.joins,
    turnovers: counts.turnovers,
    drops: counts.drops,
    kills,
    reconnects: counts.reconnects,
    messages: counts.messages,
    frames: counts.frames,
    errors: counts.errors,
    lost,
    heap,
    memory,
    samples,
    failed,
    problems,
  };
}

function growthOf(what: string, trend: Trend | undefined): string[] {
  if (trend === undefined) return [`${what} was sampled too few times to say whether it is flat`];
  const { isFlat, firstMb, lastMb, mostMb } = trend;
  return isFlat ? [] : [`${what} grew from ${firstMb} MB to ${lastMb} MB, which is more than ${mostMb} MB`];
}

export function formatReport(report: SoakReport): string {
  const { seconds, joins, turnovers, drops, kills, reconnects, messages, frames, errors, lost } = report;
  const losses = lossesInWords(lost);
  return [
    `${seconds} s, ${plural(joins, 'join')}, ${plural(turnovers, 'turnover')}, ${plural(messages, 'message')}, ${plural(frames, 'input')}`,
    `${plural(drops, 'drop')}, ${plural(kills, 'kill')}, ${plural(reconnects, 'reconnect')}, ${plural(errors, 'error')}`,
    `lost    ${losses.length === 0 ? 'nothing' : losses.join(', ')}`,
    `heap    ${trendText(report.heap)}`,
    `memory  ${trendText(report.memory)}`,
    ...report.samples.map(
      ({ wave, seconds: at, kills: killed, heapMb, memoryMb }) =>
        `  after wave ${wave} (${at} s): heap ${heapMb.toFixed(1)} MB, memory ${memoryMb.toFixed(0)} MB${killed ? ', a new process' : ''}`,
    ),
    ...report.problems,
    ...report.failed.map((what) => `FAILED: ${what}`),
  ].join('\n');
}

function trendText(trend: Trend | undefined): string {
  if (trend === undefined) return 'too few samples';
  return `${trend.firstMb} MB in the first third, ${trend.lastMb} MB in the last, at most ${trend.mostMb} MB`;
}
