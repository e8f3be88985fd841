/** Errors that keep a server from starting are reported with what is needed to repair them. */
import { appendFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from './journal/folder.ts';
import type { ServerRun } from '../support/server-process.ts';
import { run, start } from './product.ts';

const PROJECT = join(import.meta.dirname, '../..');
const GAME = 'shared/games/liars-dice/game.ts';

/** A copy of the project, with more in a game's module. */
function copyWith(text: string): string {
  const folder = newFolder();
  for (const part of ['package', 'server', 'shared', 'package.json', 'greenroom.config.ts'])
    cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  appendFileSync(join(folder, GAME), text);
  return folder;
}

function startCopy(folder: string, file: string): ServerRun['ended'] {
  return start([process.execPath, file], { PORT: '0', DATA_DIR: join(folder, 'data') }, folder).ended;
}

it.each([
  ['that cannot be parsed', '\nconst broken = ;\n', /Expression expected/, true],
  ['that declares a name twice', '\nlet twice = 1;\nlet twice = 2;\n', /'twice' has already been declared/, true],
  ['that imports a file which is not there', "\nimport './nowhere.ts';\n", /Cannot find module '.*nowhere\.ts'/, false],
  [
    'that imports a name which is not there',
    "\nimport { nobody } from './state.ts';\nnobody;\n",
    /named 'nobody'/,
    true,
  ],
  ['that throws', '\nthrow new Error("thrown on purpose");\n', /Error: thrown on purpose/, true],
  [
    'with a game that makes no sense',
    "\nimport { defineGame as define } from '../../runtime/index.ts';\ndefine({ ...liarsDice, tickRate: 0 });\n",
    /RangeError/,
    true,
  ],
])('a module %s is reported with its file, and its line where known', async (_, text, message, knowsLine) => {
  const folder = copyWith(text);
  for (const file of ['server/main.ts', 'server/replay/main.ts']) {
    const { code, err } = await startCopy(folder, file);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err).toMatch(knowsLine ? /liars-dice\/game\.ts:\d+/ : /liars-dice\/game\.ts/);
    expect(err).not.toMatch(/^\{/m);
  }
});

it('two games of one name are reported with their titles', async () => {
  const folder = copyWith('');
  appendFileSync(
    join(folder, 'greenroom.config.ts'),
    `
    const [dice] = app.games;
    app.games.push({ ...dice, game: async () => ({ ...(await dice.game()), title: 'The other dice' }) });
    `,
  );
  const { code, err } = await startCopy(folder, 'server/main.ts');
  expect(code).toBe(1);
  expect(err).toMatch(
    /two games of the list are called "liars-dice": number \d+ \(".*"\) and number \d+ \("The other dice"\)/,
  );
});

it.each<[string, (folder: string) => string | undefined, RegExp]>([
  [
    'is a file',
    (folder) => {
      writeFileSync(join(folder, 'data'), '');
      return join(folder, 'data');
    },
    /^The data folder .*data is not a folder: set DATA_DIR to one\.\n$/,
  ],
  [
    'has a folder in place of the mark',
    (folder) => {
      mkdirSync(join(folder, 'greenroom.running'));
      return folder;
    },
    /^The file .*greenroom\.running cannot be written \(EISDIR\): make it and its folder writable, or set DATA_DIR to another folder\.\n$/,
  ],
])('a data folder that %s is one sentence with its path and what to do, and exit 1', async (_, prepare, line) => {
  const { code, err, out } = await run({ PORT: '0', DATA_DIR: prepare(newFolder()) ?? '' }).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(line);
});
