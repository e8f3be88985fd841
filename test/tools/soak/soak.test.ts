import { describe, expect, it } from 'vitest';
import { BadOption } from '../../../shared/command-line.ts';
import { Counters, type CounterName } from '../../../tools/load/counters.ts';
import { trendOf } from '../../../tools/soak/memory-trend.ts';
import { readOptions } from '../../../tools/soak/options.ts';
import { formatReport, makeReport, type SoakReport, type SoakReportParts } from '../../../tools/soak/report.ts';
import { wavesOf } from '../../../tools/soak/waves.ts';

describe('the command line of the soak', () => {
  it('is ten minutes unless told', () => {
    expect(readOptions([])).toEqual({ minutes: 10, json: false });
    expect(readOptions(['--minutes', '1.5', '--json'])).toEqual({ minutes: 1.5, json: true });
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [['--minutes', '0.5'], '--minutes is a number from 1 to 1440, not "0.5".'],
    [['--rooms', '3'], 'There is no option "--rooms":'],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});

it.each([1, 2, 10, 60])('in %i minutes one process lives through most waves, between those with kills', (minutes) => {
  const waves = wavesOf(minutes);
  const kills = waves.map((wave) => wave.kills);
  const calm = kills.lastIndexOf(false) - kills.indexOf(false) + 1;
  expect([kills.at(0), kills.at(-1)]).toEqual([true, true]);
  expect(kills.filter((killed) => !killed)).toHaveLength(calm);
  expect(calm).toBeGreaterThanOrEqual(waves.length / 2);
  expect(waves.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(minutes * 60);
});

it('memory is flat where the middle of the last third is not much above that of the first', () => {
  const tolerance = { percent: 10, mb: 1 };
  expect(trendOf([30, 50, 31, 30, 30, 30, 33, 34, 90], tolerance)).toEqual({
    firstMb: 31,
    lastMb: 34,
    mostMb: 35.1,
    isFlat: true,
  });
  expect(trendOf([30, 31, 32, 33, 34, 35, 36, 37, 38], tolerance)).toMatchObject({ lastMb: 37, isFlat: false });
});

function reportOf(
  changes: Partial<SoakReportParts> = {},
  counts: Partial<Record<CounterName, number>> = {},
): SoakReport {
  const counters = new Counters();
  for (const [field, count] of Object.entries(counts)) counters.add(field as CounterName, count);
  return makeReport({
    seconds: 60,
    counts: counters.read(),
    kills: 2,
    server: { cpuSeconds: 9, lateTicks: 0, lostSeconds: 0, droppedInputs: 0, failedRooms: 0, strayErrors: 0 },
    samples: samplesOf(30, 30, 30, 30),
    left: [],
    problems: [],
    ...changes,
  });
}

/** Between one wave with a kill and another. */
function samplesOf(...heapMb: number[]): SoakReportParts['samples'] {
  const sample = (mb: number, kills: boolean) => ({ wave: 1, seconds: 10, kills, heapMb: mb, memoryMb: 150 });
  return [sample(90, true), ...heapMb.map((mb) => sample(mb, false)), sample(90, true)];
}

it('a soak in which nothing is lost, left or grown is good', () => {
  expect(reportOf()).toMatchObject({ ok: true, failed: [], heap: { firstMb: 30, lastMb: 30, isFlat: true } });
});

it.each<[string, SoakReport, string]>([
  ['grows', reportOf({ samples: samplesOf(30, 32, 34, 36) }), 'the heap grew from 30 MB to 36 MB'],
  ['is short', reportOf({ samples: samplesOf(30, 30) }), 'the heap was sampled too few times'],
  ['leaves something', reportOf({ left: ['wave 3: 1 room'] }), 'wave 3: 1 room'],
  ['loses something', reportOf({}, { lostSeats: 1 }), 'seats that were not found again, or not the same: 1'],
  ['has errors', reportOf({}, { errors: 2 }), '2 errors'],
])('a soak that %s is bad', (_, report, words) => {
  expect(report.ok).toBe(false);
  expect(report.failed.join('\n')).toContain(words);
  expect(formatReport(report)).toContain(`FAILED: ${words}`);
});
