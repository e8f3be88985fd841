import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { BadOption } from '../../shared/command-line.ts';
import { anyPlan, playerPlanOf, planOf } from './test-plans.ts';
import { planText, readPlan } from '../../tools/sim/plan-file.ts';

function newFile(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-plan-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.plan.json');
  if (text !== undefined) writeFileSync(file, text);
  return file;
}

it('any plan comes back from its file as it was', async () => {
  const file = newFile();
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      writeFileSync(file, planText(plan));
      expect(await readPlan(file)).toEqual(plan);
    }),
  );
});

it.each([
  ['no JSON', '{', /^There is no plan in ".*": at its top: /],
  ['something else', '[]', /: at its top: /],
  ['a fault that there is not', planText({ ...planOf(), faultKinds: ['flood' as 'disk'] }), /: at faultKinds\.0: /],
  ['nobody', planText(planOf({ players: [] })), /: at players: /],
  [
    'a line of less than nothing',
    planText(planOf({ players: [playerPlanOf({ joinsMs: -1 })] })),
    /: at players\.0\.joinsMs: /,
  ],
  ['a mishap that lacks something', planText(planOf({ faults: [{ atMs: 1, kind: 'jump' } as never] })), /forMs/],
  [
    'happenings to nobody',
    planText(planOf({ faults: [{ atMs: 1, kind: 'leave', player: 2 }] })),
    /at faults\.0\.player: /,
  ],
])('a file with %s is refused in one line that says where', async (_, text, line) => {
  const refusal = await readPlan(newFile(text)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(BadOption);
  expect((refusal as BadOption).message).toMatch(line);
  expect((refusal as BadOption).message).not.toContain('\n');
});

it('a file that is not there is said so', async () => {
  const file = newFile();
  await expect(readPlan(file)).rejects.toThrow(`There is no file "${file}" that can be read.`);
});
