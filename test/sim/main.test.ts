import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { drawPlan } from '../../tools/sim/draw-plan.ts';
import { simGameOf } from '../../tools/sim/games/index.ts';
import { planText } from '../../tools/sim/plan-file.ts';

const PROJECT = join(import.meta.dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function sim(folder: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, INIT_CWD: folder };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['tools/sim/main.ts', ...args],
      { cwd: PROJECT, env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-sim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('seeds are simulated in threads, and what has come of them is one object on standard output', async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await sim(folder, '--game', 'liars-dice', '--seeds', '3', '--from', '5', '--json');
  // Where it takes long, it tells every ten seconds how far it is.
  expect(stderr).toMatch(/^liars-dice, seeds 5 to 7\n([█░]{20} .*\n)*$/);
  const { ok, from, matches, failures } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ code, ok, from, failures }).toEqual({ code: 0, ok: true, from: 5, failures: [] });
  expect(matches).toBeGreaterThanOrEqual(3);
  expect(readdirSync(folder)).toEqual([]);
});

it('a plan from a file is simulated as it stands there', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'a.plan.json'), planText(drawPlan(simGameOf('liars-dice')!, 9, ['latency'])));
  const { code, stdout } = await sim(folder, '--plan', 'a.plan.json');
  expect(stdout).toMatch(/^liars-dice, seed 9\n1 match · [^]*\nAll invariants hold\.\n$/);
  expect(code).toBe(0);
});

it.each([
  [['--game', 'chess'], /^"chess" cannot be simulated, only .*\. --help tells more\.\n$/],
  [['--plan', 'b.json'], /^There is no file ".*b\.json" that can be read\. --help tells more\.\n$/],
])('%j is refused in one line, and ends with 1', async (args, line) => {
  const { code, stdout, stderr } = await sim(newFolder(), ...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(line);
});
