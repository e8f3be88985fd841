/** What is in the data folder is for the user of the server alone, whatever that user's habits. */
import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ColyseusSDK } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { newFolder, newLog, openStore } from './journal/folder.ts';
import { run, runUnmasked } from './product.ts';

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function modesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));
}

const ALL_PRIVATE = {
  'greenroom.db': '600',
  'greenroom.db-shm': '600',
  'greenroom.db-wal': '600',
  'greenroom.lock': '600',
  'greenroom.mark': '600',
  'greenroom.running': '600',
};

it('a data folder that a server makes is its own, and so is every file in it, whatever the umask', async () => {
  const folder = join(newFolder(), 'deep', 'data');
  const server = runUnmasked({ PORT: '0', DATA_DIR: folder });
  const room = await new ColyseusSDK(await server.opened()).create('liars-dice', { name: 'Ann' });
  room.reconnection.enabled = false;
  server.child.kill('SIGKILL');
  await server.ended;
  expect(modeOf(folder)).toBe('700');
  expect(modesIn(folder)).toEqual(ALL_PRIVATE);
});

it('a data folder that others could read is closed to them at the next start', async () => {
  const folder = newFolder();
  await (await openStore(folder)).close();
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  await openStore(folder);
  expect(modeOf(folder)).toBe('700');
  expect(Object.values(modesIn(folder))).toSatisfy((modes: string[]) => modes.every((mode) => mode === '600'));
});

it('a folder that has other things in it is left as it is, and a warning says so', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'notes.txt'), '', { mode: 0o644 });
  chmodSync(folder, 0o755);
  const { log, logged } = newLog();
  await openStore(folder, { log });
  expect(modeOf(folder)).toBe('755');
  expect(modesIn(folder)).toMatchObject({ 'notes.txt': '644', 'greenroom.db': '600', 'greenroom.db-wal': '600' });
  expect(logged).toMatchObject([{ level: 40, msg: expect.stringContaining('data folder') }]);
});

it('a backup is for the user alone who makes it', async () => {
  const folder = newFolder();
  await (await openStore(folder)).close();
  const copies = join(newFolder(), 'copies');
  const backUp = 'umask 0; exec "$0" server/backup/main.ts "$1"';
  const words = ['-c', backUp, process.execPath, join(copies, 'copy.db')];
  await promisify(execFile)('sh', words, { env: { PATH: process.env.PATH, DATA_DIR: folder } });
  expect(modeOf(copies)).toBe('700');
  expect(modesIn(copies)).toEqual({ 'copy.db': '600' });
});

it('no file of a data folder, and no line of the log, has a token in it', async () => {
  const folder = newFolder();
  const server = run({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'trace' });
  const sdk = new ColyseusSDK(await server.opened());
  const first = await sdk.create('liars-dice', { name: 'Ann' });
  first.reconnection.enabled = false;
  const tokens = [first.reconnectionToken];
  const dropped = new Promise((resolve) => first.onLeave.once(resolve));
  first.connection.close(4010);
  await dropped;
  const second = await sdk.reconnect(tokens[0]!);
  second.reconnection.enabled = false;
  tokens.push(second.reconnectionToken);
  server.child.kill('SIGKILL');
  const { err } = await server.ended;
  const all = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  expect(all.join('')).toContain('Ann');
  for (const token of tokens.map((each) => each.split(':')[1]!)) {
    expect(token).toMatch(/^[\w-]{22}$/);
    for (const text of [...all, err]) expect(text).not.toContain(token);
  }
});
