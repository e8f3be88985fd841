import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import { openTestServer } from '../support/test-server.ts';
import { mountedFolder, newFolder, newLog, openStore } from './journal/folder.ts';
import { frame, recordOf, say } from './journal/matches.ts';

const run = promisify(execFile);

/** Text that does not get smaller. */
const noise = (): string => randomBytes(20_000).toString('base64');

/** `npm run backup` as npm runs it. */
async function backUp(dataFolder: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataFolder };
  try {
    const { stdout, stderr } = await run(process.execPath, ['server/backup/main.ts', ...words], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

it('a backup has every match as of one moment, while a server writes', async () => {
  const folder = newFolder();
  const journal = await openStore(folder);
  const { sdk } = await openTestServer({ journal });
  const ann = await sdk.create<{ total: number }>('counter', { name: 'Ann' });
  await ann.request('add', { n: 3 });

  const copy = newFolder();
  const { code, out } = await backUp(folder, join(copy, 'deep', 'greenroom.db'));
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('has everything as of now') });

  await ann.request('add', { n: 4 });
  const reader = openReader(join(copy, 'deep'));
  const [match] = reader.matches();
  const recording = await reader.recording(match?.matchId ?? '');
  reader.close();
  const said = recording?.frames.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'message'));
  expect(said).toMatchObject([{ type: 'add', data: { n: 3 } }]);
});

it('a backup for which there is no room leaves nothing behind, and touches no other', async ({ skip }) => {
  const folder = newFolder();
  const journal = await openStore(folder);
  const slot = journal.open(recordOf('A'));
  for (let tick = 1; tick <= 40; tick++) journal.commit([frame(slot, tick, [say('ann', noise())])]);
  const disk = mountedFolder(skip);
  const whole = join(disk, 'whole.db');
  expect(await backUp(folder, whole)).toMatchObject({ code: 0, out: expect.stringContaining('(1 match, ') });
  const before = readFileSync(whole);
  for (let tick = 41; tick <= 100; tick++) journal.commit([frame(slot, tick, [say('ann', noise())])]);
  for (const file of ['more.db', 'whole.db']) {
    const { code, out, err } = await backUp(folder, join(disk, file));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(file === 'whole.db' ? /is there already/ : /^The backup failed: .*full/);
  }
  expect(readdirSync(disk)).toEqual(['whole.db']);
  expect(readFileSync(whole).equals(before)).toBe(true);
});

it('a journal that is damaged gives no backup, and leaves nothing behind', async () => {
  const folder = newFolder();
  const journal = await openStore(folder);
  for (let count = 0; count < 300; count++) journal.open(recordOf(`M${count}`));
  await journal.close();
  const file = join(folder, 'greenroom.db');
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 4096 * 20, 4096 * 24);
  writeFileSync(file, bytes);
  const copy = join(newFolder(), 'copy.db');
  const { code, err } = await backUp(folder, copy);
  expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(readdirSync(dirname(copy))).toEqual([]);
});

it('a server that starts on an empty file says so', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'greenroom.db'), '');
  const { log, logged } = newLog();
  await openStore(folder, { log });
  expect(logged).toMatchObject([
    {
      level: 50,
      msg: expect.stringMatching(/^the journal is an empty file, so there are no matches: to restore a backup/),
    },
  ]);
  const fresh = newLog();
  await openStore(newFolder(), { log: fresh.log });
  expect(fresh.logged).toEqual([]);
});

it('a backup writes over nothing, and tells what it lacks', async () => {
  const folder = newFolder();
  const journal = await openStore(folder);
  await journal.close();
  const there = join(folder, 'greenroom.db');
  expect(await backUp(folder, there)).toMatchObject({ code: 1, err: `${there} is there already: name a new file.\n` });
  expect(await backUp(newFolder(), join(folder, 'copy.db'))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^There is no journal in \S+: set DATA_DIR to the data folder of a server\.\n$/),
  });
  expect(await backUp(folder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('Usage: npm run backup -- FILE'),
  });
  expect(await backUp(folder, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage') });
});
