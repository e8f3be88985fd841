/** `npm run dev`, as a developer runs it. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ServerRun } from '../support/server-process.ts';
import { newFolder } from './journal/folder.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Runs it until the test is finished. */
async function develop(...words: string[]) {
  const port = await freePort();
  const npm = new ServerRun(['npm', 'run', 'dev', ...(words.length > 0 ? ['--', ...words] : [])], {
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: '', PORT: String(port), DATA_DIR: newFolder() },
    detached: true,
  });
  const { pid } = npm.child;
  if (pid === undefined) throw new Error('npm did not start');
  let family: readonly Process[] = [];
  onTestFinished(() => {
    for (const each of [...family, { pid }]) if (isAlive(each.pid)) process.kill(each.pid, 'SIGKILL');
  });
  return {
    pid,
    ended: npm.ended,
    url: `http://127.0.0.1:${port}`,
    said: () => npm.out + npm.err,
    /** Resolves after this number of starts, with all its processes. */
    async opened(times = 1): Promise<readonly Process[]> {
      await npm.until(() => npm.out.split('Greenroom is open').length > times);
      return (family = familyOf(pid));
    },
  };
}

interface Process {
  readonly pid: number;
  readonly command: string;
}

function familyOf(ancestor: number): Process[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().trim().split('\n');
  const all = lines.map((line) => {
    const [pid = '', parent = '', ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
  });
  const family = new Set([ancestor]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isTaken(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  return once(socket, 'connect').then(
    () => !socket.destroy().connecting,
    () => false,
  );
}

it.each([
  ['SIGTERM', 'npm'],
  ['SIGINT', 'all of its process group'],
  ['SIGTERM', 'the process that watches'],
  ['SIGKILL', 'the process that watches'],
] as const)('after %s to %s nothing runs any more, and the port is free', async (signal, whom) => {
  const dev = await develop();
  const family = await dev.opened();
  const watcher = family.find(({ command }) => /node \S*package\/command\.ts dev$/.test(command));
  if (watcher === undefined) throw new Error(`none of these processes watches: ${JSON.stringify(family)}`);
  const pids = { npm: dev.pid, 'all of its process group': -dev.pid, 'the process that watches': watcher.pid };
  expect(await isTaken(dev.url)).toBe(true);
  process.kill(pids[whom], signal);
  await vi.waitUntil(() => !family.some(({ pid }) => isAlive(pid)), { timeout: 60_000 });
  expect(await isTaken(dev.url)).toBe(false);
  expect(dev.said()).not.toContain('has no replay');
});

it('the server starts again when a file changes, and pages of each server reload at a port of its own', async () => {
  const [one, two] = [await develop(), await develop()];
  await one.opened();
  await two.opened();
  const reloadPort = async (url: string) =>
    /const hmrPort = (\d+)/.exec(await (await fetch(`${url}/@vite/client`)).text())?.[1];
  const first = await reloadPort(one.url);
  expect(first).toBeDefined();
  expect(await reloadPort(two.url)).not.toBe(first);
  expect(await isTaken(`http://127.0.0.1:${first}`)).toBe(true);

  const now = new Date();
  utimesSync(join(PROJECT, 'server/games.ts'), now, now);
  await one.opened(2);
  await two.opened(2);
  expect(await reloadPort(one.url)).toBe(first);
  expect(one.said() + two.said()).not.toMatch(/has no replay|in use/);
});

it.each([
  ['--help', 0, 'PORT'],
  ['--port', 1, 'There is no option "--port": --help lists the settings.'],
])('with %s it answers and ends', async (word, code, words) => {
  const dev = await develop(word);
  expect((await dev.ended).code).toBe(code);
  expect(dev.said()).toContain(words);
});
