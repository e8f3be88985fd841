import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openReader } from '../../server/journal/reader.ts';
import { openHouse } from './house.ts';
import { newFolder, openStore } from './journal/folder.ts';

const run = promisify(execFile);

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
  const { sdk } = await openHouse({ journal });
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
