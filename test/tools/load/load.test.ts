/** The load as its user runs it, against a server of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { LoadGenerator } from '../../../tools/load/load-generator.ts';
import type { LoadReport } from '../../../tools/load/report.ts';
import { ServerProcess } from '../../support/server-process.ts';

async function load(words: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['tools/load/main.ts', ...words.split(' ')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

it('nothing is lost while lines break and the server is killed', async () => {
  const chaos = '--ramp-seconds 1 --kill-every 6 --drop-every 0.4 --json';
  const { code, out, err } = await load(`--game arena --rooms 2 --players 4 --workers 2 --minutes 0.25 ${chaos}`);
  const report = JSON.parse(out) as LoadReport;
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ ok: true, players: 8, lost: { total: 0 }, errors: 0, failed: [] });
  expect(report.kills).toBeGreaterThan(0);
  expect(report.drops).toBeGreaterThan(0);
  expect(report.reconnects).toBeGreaterThan(8);
  expect(report.inputs.ms?.count).toBeGreaterThan(0);
  expect(report.server?.cpuSeconds).toBeGreaterThan(0);
  expect(err).toContain('all play: 8 playing in 2 rooms');
  expect(code).toBe(0);
});

it('an exceeded limit is reported, and gives exit code 1', async () => {
  const { code, out } = await load(
    '--game liars-dice --rooms 1 --players 2 --minutes 0.06 --ramp-seconds 0 --max-server-mb 1 --max-join-ms 0',
  );
  expect(out).toMatch(/^liars-dice: 2 players in 1 room,/);
  expect(out).toMatch(/FAILED: the time to join \(p99\) is .* ms, more than 0 ms/);
  expect(out).toMatch(/FAILED: the memory of the server is \d+ MB, more than 1 MB/);
  expect(code).toBe(1);
});

it('where nobody finds a seat it says so, and does not go on', async () => {
  const { code, out, err } = await load('--game arena --rooms 1 --players 2 --ramp-seconds 0 --url ws://127.0.0.1:1');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^Nobody found a seat at ws:\/\/127.0.0.1:1. Player 1 found no seat: fetch failed.\n$/);
});

it('a wrong option is one clear line, and exit code 1', async () => {
  const { code, out, err } = await load('--game chess');
  expect({ code, out, err }).toEqual({
    code: 1,
    out: '',
    err: 'There are no bots for "chess", only for liars-dice, arena. --help tells more.\n',
  });
});

it('seats that a server has forgotten are noticed', async () => {
  const server = await ServerProcess.open();
  onTestFinished(() => server.close());
  const generator = await LoadGenerator.open([
    { game: 'liars-dice', url: server.url, tables: 1, players: 3, rampMs: 0 },
  ]);
  onTestFinished(() => generator.close());
  await generator.all('sit');
  await server.kill();
  await rm(server.folder, { recursive: true });
  await server.start();
  await expect.poll(() => generator.counters.read().lostSeats).toBe(3);
  await generator.all('settle');
  expect(generator.counters.read()).toMatchObject({ joins: 3, lostSeats: 3, missing: 0, playing: 0 });
  expect(generator.problems[0]).toMatch(/^Player \d at [A-Z]{5}: seats that were not found again/);
});
