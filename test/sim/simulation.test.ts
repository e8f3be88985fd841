import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { unpackReplay } from '../../server/journal/replay-file.ts';
import type { Recording } from '../../shared/runtime/host.ts';
import { fakeSimulator, violationOf, outcomeOf, planOf } from './test-plans.ts';
import type { SimOutcome } from '../../tools/sim/outcome.ts';
import { readPlan } from '../../tools/sim/plan-file.ts';
import type { PlannedFault, Plan } from '../../tools/sim/plan.ts';
import { isGood, summaryJson, summaryText, type SimSummary } from '../../tools/sim/report/summary.ts';
import { WorkerLost } from '../../tools/sim/run/worker-thread.ts';
import type { Simulator } from '../../tools/sim/run/simulator.ts';
import { simulation, type RunContext, type SimTask } from '../../tools/sim/simulation.ts';

const RECORDING: Recording = {
  start: { format: 1, game: 'liars-dice', matchId: 'ABCDE-x7k2m5q4pz', seed: '1', options: {}, tickRate: 20, code: '' },
  frames: [{ tick: 3, entries: [{ kind: 'join', player: 'p1', name: 'Ann', bot: false }] }],
  lastTick: 12,
};
const FAULTS: readonly PlannedFault[] = [
  { atMs: 1, kind: 'disk' },
  { atMs: 2, kind: 'storm', forMs: 4_000 },
  { atMs: 3, kind: 'leave', player: 1 },
];

interface Ran {
  readonly summary: SimSummary;
  readonly folder: string;
  readonly told: string[];
}

async function ran(simulator: Simulator, task: Partial<SimTask> = {}, around: Partial<RunContext> = {}): Promise<Ran> {
  const base = mkdtempSync(join(tmpdir(), 'greenroom-sim-'));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const told: string[] = [];
  let nowMs = 0;
  const summary = await simulation(
    {
      ...{ game: 'liars-dice', from: 5, seeds: 4, workers: 1, mostFailures: 5, shrinks: true },
      draw: (seed) => planOf({ seed, faults: FAULTS }),
      rerun: (seed) => `npm run sim -- --from ${seed}`,
      scope: { faults: ['storm', 'disk'], branches: ['bluff'] },
      ...task,
    },
    {
      ...{ open: () => simulator, stopping: new AbortController().signal, base, folder: 'failures' },
      ...{ terminal: { write() {} }, now: () => (nowMs += 1_000), cpuMs: () => nowMs * 2 },
      print: (text) => void told.push(text),
      ...around,
    },
  );
  return { summary, folder: join(base, 'failures'), told };
}

const isBad = ({ seed, faults }: Plan): boolean => seed === 6 && faults.some(({ kind: fault }) => fault === 'storm');

/** Seed 6 violates an invariant as long as there is a storm. */
function stormy(plan: Plan): SimOutcome {
  const fired = { storm: 1, disk: 2 };
  if (!isBad(plan)) return outcomeOf(plan, { injected: fired, branches: { bluff: 3 } });
  return outcomeOf(plan, {
    injected: fired,
    violations: [violationOf()],
    lastEvents: ['Ann bids 3 fours'],
    recording: RECORDING,
  });
}

it('where all invariants hold, it says so, and leaves no files', async () => {
  const { summary, folder, told } = await ran(fakeSimulator(stormy), { from: 20, seeds: 120 });
  expect(isGood(summary)).toBe(true);
  expect(summaryText(summary)).toMatch(
    /^liars-dice, seeds 20 to 139\n120 matches · 2\.0 simulated hours · \d+ × real time, \d+ × on a core · \d+ (s|min)\nfaults    disk 240, storm 120\nbranches  bluff 360\nAll invariants hold\.$/,
  );
  expect(told).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

it('a failing seed is reported with the invariant, the events before it, and how to see it again', async () => {
  const { summary, told } = await ran(fakeSimulator(stormy));
  expect(isGood(summary)).toBe(false);
  expect(told.map((text) => text.replace(/\d+ tries/, 'N tries'))).toEqual([
    [
      'Seed 6 violates an invariant: dice are never lost',
      '  match ABCDE-x7k2m5q4pz, tick 12: seat 1 has 4 dice',
      '  before that:',
      '    Ann bids 3 fours',
      '  shrunk to 1 of 2 players, 1 of 3 faults, the journal alone does not violate it (N tries)',
      '  again    npm run sim -- --from 6',
      '  smaller  npm run sim -- --plan failures/liars-dice-6.plan.json',
      '  watch    npm run replay -- failures/liars-dice-6.replay --at 12',
    ].join('\n'),
  ]);
  expect(summaryText(summary)).toMatch(/\n1 seed failed: 6\.$/);
});

it('its small plan is in a file, and so is a replay that ends where the invariant broke', async () => {
  const { folder } = await ran(fakeSimulator(stormy));
  const plan = await readPlan(join(folder, 'liars-dice-6.plan.json'));
  expect(plan.faults).toEqual([{ atMs: 2, kind: 'storm', forMs: 1 }]);
  expect(isBad(plan)).toBe(true);
  const replay = await unpackReplay(await readFile(join(folder, 'liars-dice-6.replay')));
  expect(replay).toEqual({ ...RECORDING, end: { kind: 'failed', reason: 'dice are never lost' } });
});

it('where the journal violates the invariant by itself, the replay is the short one', async () => {
  const short = {
    ...RECORDING,
    frames: [],
    lastTick: 4,
    end: { kind: 'failed', reason: 'dice are never lost' },
  } as const;
  const play: Simulator['play'] = async () => ({ violation: violationOf({ tick: 4 }), recording: short });
  const { folder, told } = await ran({ ...fakeSimulator(stormy), play });
  expect(told[0]).toContain('0 of 1 entry in the journal');
  expect(told[0]).toContain('liars-dice-6.replay --at 4');
  expect(await unpackReplay(await readFile(join(folder, 'liars-dice-6.replay')))).toEqual(short);
});

it('a seed that breaks the simulation is reported with its plan, and counted as done', async () => {
  const lost = (plan: Plan): SimOutcome => {
    if (plan.seed === 7) throw new WorkerLost('Error: broken\n    at simulate');
    return stormy({ ...plan, faults: [] });
  };
  const { summary, folder, told } = await ran(fakeSimulator(lost));
  expect(told).toEqual([
    [
      'Seed 7 violates an invariant: a simulation completes',
      '  Error: broken',
      '      at simulate',
      '  again    npm run sim -- --from 7',
    ].join('\n'),
  ]);
  expect((await readPlan(join(folder, 'liars-dice-7.plan.json'))).faults).toEqual(FAULTS);
  expect(summaryText(summary)).toMatch(/\n1 seed failed: 7\.$/);
});

it('a long run that has never met something is bad, and says what', async () => {
  const dull = (plan: Plan): SimOutcome => outcomeOf(plan, { injected: { disk: 1 } });
  const { summary } = await ran(fakeSimulator(dull), { seeds: 100 });
  expect(isGood(summary)).toBe(false);
  expect(summaryText(summary)).toMatch(
    /\nmissed    storm, bluff\nThese faults never happened: storm\.\nThese branches were never taken: bluff\.$/,
  );
  const short = await ran(fakeSimulator(dull), { seeds: 99 });
  expect(isGood(short.summary)).toBe(true);
  expect(summaryText(short.summary)).toMatch(
    /\nmissed    storm, bluff \(fewer than 100 seeds need not\)\nAll invariants hold\.$/,
  );
});

it('a run that was stopped is not good, and says how far it came', async () => {
  const stopping = new AbortController();
  const simulator = fakeSimulator((plan) => {
    if (plan.seed === 6) stopping.abort();
    return stormy({ ...plan, faults: [] });
  });
  const { summary } = await ran(simulator, {}, { stopping: stopping.signal });
  expect(isGood(summary)).toBe(false);
  expect(summaryText(summary)).toMatch(/\nStopped after 2 seeds of 4\.$/);
});

it('a run that has failed often enough says how far it came', async () => {
  const bad = (plan: Plan): SimOutcome => outcomeOf(plan, { violations: [violationOf()] });
  const { summary, told } = await ran(fakeSimulator(bad), { seeds: 40, mostFailures: 3, shrinks: false });
  expect(summaryText(summary)).toMatch(/\n3 seeds failed: 5, 6, 7\.\nEnded after 3 seeds of 40\.$/);
  expect(told).toHaveLength(3);
});

it('of very many failures the first of each invariant are reported, and all are counted', async () => {
  const bad = (plan: Plan): SimOutcome =>
    outcomeOf(plan, {
      violations: [violationOf({ invariant: plan.seed === 33 ? 'no player waits forever' : 'dice' })],
    });
  const { summary, told } = await ran(fakeSimulator(bad), { seeds: 40, mostFailures: Infinity, shrinks: false });
  expect(told).toHaveLength(21);
  expect(told.at(-1)).toMatch(/^Seed 33 violates an invariant: no player waits forever\n/);
  expect(summaryText(summary)).toMatch(/\n40 seeds failed: 5, 6, .*, 33, and more\.$/);
});

it('programs get all of it as one object', async () => {
  const { summary } = await ran(fakeSimulator(stormy));
  expect(JSON.parse(JSON.stringify(summaryJson(summary)))).toMatchObject({
    ...{ ok: false, game: 'liars-dice', from: 5, matches: 4, seeds: { asked: 4, simulated: 4, failed: 1, lost: 0 } },
    ...{ injected: { storm: 4, disk: 8 }, branches: { bluff: 9 }, missed: { faults: [], branches: [] } },
    failures: [
      {
        ...{ seed: 6, invariant: 'dice are never lost', tick: 12, rerun: 'npm run sim -- --from 6' },
        ...{ plan: 'failures/liars-dice-6.plan.json', replay: 'failures/liars-dice-6.replay' },
      },
    ],
  });
});

it('of a plan from a file, the command to see it again is the one for its file', async () => {
  const { told } = await ran(fakeSimulator(stormy), { from: 6, seeds: 1, rerun: undefined });
  expect(told[0]).toContain('again    npm run sim -- --plan failures/liars-dice-6.plan.json');
  expect(told[0]).not.toContain('smaller');
});
