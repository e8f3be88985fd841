import { expect, it } from 'vitest';
import type { LoadLimits } from '../../../tools/load/options.ts';
import { makeReport, type LoadReport, type LoadReportParts } from '../../../tools/load/report.ts';
import { newHistogram, newTimes, record, Counters, type CounterName } from '../../../tools/load/counters.ts';
import { formatReport } from '../../../tools/load/format.ts';

const NO_LIMITS: LoadLimits = {
  latencyMs: undefined,
  joinMs: undefined,
  errors: 0,
  serverMb: undefined,
  serverCpu: undefined,
};

function counted(counts: Partial<Record<CounterName, number>>): ReturnType<Counters['read']> {
  const counters = new Counters();
  for (const [field, count] of Object.entries(counts)) counters.add(field as CounterName, count);
  return counters.read();
}

/** Ten seconds of play after a ramp of two, in which all went well. */
function reportOf(changes: Partial<LoadReportParts> = {}): LoadReport {
  const times = newTimes();
  for (let ms = 1; ms <= 100; ms++) record(times.replies, ms);
  for (let ms = 1; ms <= 100; ms++) record(times.frames, 2 * ms);
  return makeReport({
    game: 'arena',
    workers: 2,
    rooms: 2,
    players: 8,
    limits: NO_LIMITS,
    from: { seconds: 2, counts: counted({ joins: 8, patches: 100, bytesIn: 1_000 }), cpuSeconds: 1 },
    to: { seconds: 12, counts: counted({ joins: 8, patches: 2_100, bytesIn: 51_000 }), cpuSeconds: 4 },
    counts: counted({ joins: 8, messages: 100, replies: 100 }),
    times,
    kills: 0,
    restarts: newHistogram(),
    server: {
      now: { rooms: 0, people: 0, tasks: 0, sockets: 1, memoryMb: 150, heapMb: 30 },
      totals: { cpuSeconds: 4, lateTicks: 0, lostSeconds: 0, droppedInputs: 0, failedRooms: 0, strayErrors: 0 },
      peakMb: 180,
    },
    problems: [],
    left: undefined,
    ...changes,
  });
}

it('rates are those of the time when all were there', () => {
  expect(reportOf()).toMatchObject({
    ok: true,
    seconds: 10,
    joins: { count: 8, perSecond: 4 },
    patchesPerSecond: 200,
    bytesInPerSecond: 5_000,
    server: { cpuPercent: 30, peakMb: 180 },
    failed: [],
  });
});

it('half of the replies, and all but one in a hundred, came within these times', () => {
  const { ms } = reportOf().messages;
  expect(ms?.p50).toBeCloseTo(50, 0);
  expect(ms?.p99).toBeCloseTo(99, 0);
  expect(ms?.count).toBe(100);
});

it.each<[CounterName, string]>([
  ['lostMessages', 'messages without a reply: 2'],
  ['forgottenMessages', 'messages that were accepted and forgotten: 2'],
  ['doubledMessages', 'messages that counted twice: 2'],
  ['deniedMessages', 'messages that were refused and counted: 2'],
  ['lostSeats', 'seats that were not found again, or not the same: 2'],
  ['lostMatches', 'matches that were voided or failed: 2'],
  ['lostFrames', 'input frames that no patch has acknowledged: 2'],
  ['setbacks', 'states that went back: 2'],
  ['missing', 'players who did not come back: 2'],
])('%s fail it', (field, words) => {
  const report = reportOf({ counts: counted({ [field]: 2 }) });
  expect(report).toMatchObject({ ok: false, failed: [words], lost: { [field]: 2, total: 2 } });
});

it.each<[Partial<LoadLimits>, string]>([
  [{ latencyMs: 150 }, 'the latency (p99) is 198 ms, more than 150 ms'],
  [{ joinMs: 100 }, 'the time to join (p99) is not known, so it may not be within 100 ms'],
  [{ serverMb: 179 }, 'the memory of the server is 180 MB, more than 179 MB'],
  [{ serverCpu: 29 }, 'the CPU of the server is 30%, more than 29%'],
])('a limit that is passed fails it: %o', (limits, words) => {
  expect(reportOf({ limits: { ...NO_LIMITS, ...limits } })).toMatchObject({ ok: false, failed: [words] });
});

it('what is within its limits fails nothing, and errors are within none unless told', () => {
  const limits: LoadLimits = { latencyMs: 250, joinMs: undefined, errors: 1, serverMb: 180, serverCpu: 30 };
  expect(reportOf({ limits, counts: counted({ errors: 1 }) }).ok).toBe(true);
  expect(reportOf({ counts: counted({ errors: 1 }) }).failed).toEqual(['the number of errors is 1, more than 0']);
});

it('what is left in the server fails it', () => {
  expect(reportOf({ left: 'after all have gone there is 1 room' })).toMatchObject({
    ok: false,
    failed: ['after all have gone there is 1 room'],
  });
});

it('reads as lines', () => {
  expect(formatReport(reportOf({ counts: counted({ joins: 8, messages: 100, lostSeats: 1 }) })).split('\n')).toEqual([
    'arena: 8 players in 2 rooms, 10 s',
    'joins     8, 4/s',
    'messages  100, 0 refused, p50 50 ms, p95 95 ms, p99 99 ms',
    'patches   200/s',
    'bytes     5 KB/s in, 0 B/s out',
    'line      0 drops, 0 kills, 0 reconnects',
    'lost      seats that were not found again, or not the same: 1',
    'errors    0',
    'server    30% of a core (4 s in all), at most 180 MB, 0 late ticks, 0 inputs too many',
    'FAILED: seats that were not found again, or not the same: 1',
  ]);
});
