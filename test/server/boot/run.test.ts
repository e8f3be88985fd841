import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { packageFor, pinnedNode } from '../../../server/boot/pinned-node.mjs';

/** Prints its arguments and each signal that it gets; ends on request. */
const PROGRAM = `
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => console.log(signal));
console.log(JSON.stringify([process.pid, process.argv.slice(2), process.env.COLOUR, process.execArgv]));
process.stdin.on('data', (word) => process.exit(Number(word)));
setInterval(() => {}, 1_000);
`;

interface Running {
  readonly runner: ChildProcess;
  said(): string;
}

/** An installed project in a folder of its own, whose pinned Node is the one that runs this. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const name = packageFor(process.platform, process.arch);
  const locked = { version: '1.2.3' };
  mkdirSync(join(folder, 'node_modules', name, 'bin'), { recursive: true });
  symlinkSync(process.execPath, join(folder, pinnedNode(process.platform, process.arch)));
  writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify(locked));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { [`node_modules/${name}`]: locked } }));
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '');
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  return folder;
}

async function run(
  args: readonly string[],
  { command = process.execPath, before = [] as string[] } = {},
): Promise<Running> {
  const runner = spawn(command, [...before, resolve('server/boot/run.mjs'), ...args], {
    cwd: installed(),
    env: { PATH: process.env.PATH, npm_lifecycle_event: 'start' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  runner.stdout?.on('data', (chunk) => (said += chunk));
  await vi.waitUntil(() => said.includes('\n'), { timeout: 60_000 });
  const [pid] = JSON.parse(said.split('\n', 1)[0] ?? '') as [number];
  onTestFinished(() => endIfThere(pid));
  return { runner, said: () => said };
}

it('runs the pinned Node with its arguments, and an environment that no shell has to write', async () => {
  const { runner, said } = await run(['--env', 'COLOUR=a=b', '--no-warnings', 'program.mjs', '--client', '-x']);
  expect(JSON.parse(said())).toEqual([expect.any(Number), ['--client', '-x'], 'a=b', ['--no-warnings']]);
  runner.stdin?.write('0');
  expect(await once(runner, 'exit')).toEqual([0, null]);
});

it('ends as what it runs ends', async () => {
  const { runner } = await run(['program.mjs']);
  runner.stdin?.write('7');
  expect(await once(runner, 'exit')).toEqual([7, null]);
});

it('hands a signal on as a hang-up, which nobody takes for a second signal, and waits', async () => {
  const { runner, said } = await run(['program.mjs']);
  runner.kill('SIGTERM');
  runner.kill('SIGINT');
  await vi.waitUntil(() => said().includes('SIGHUP'), { timeout: 60_000 });
  expect(said().match(/SIG\w+/g)).toEqual(['SIGHUP']);
  runner.stdin?.write('0');
  expect(await once(runner, 'exit')).toEqual([0, null]);
});

it('ends what it runs when the shell around it has ended', async () => {
  const shell = ['-c', '"$0" "$@" & wait', process.execPath];
  const { runner, said } = await run(['program.mjs'], { command: '/bin/sh', before: shell });
  runner.kill('SIGKILL');
  await vi.waitUntil(() => said().includes('SIGHUP'), { timeout: 60_000 });
});

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
