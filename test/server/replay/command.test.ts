import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPLAY_BOUNDS } from '../../../shared/runtime/host.ts';
import { fileOf, framesOf, START } from '../../runtime/journal/hostile-file.ts';
import { packReplay } from '../../../server/journal/replay-file.ts';
import { newFolder, openStore } from '../journal/folder.ts';
import { recordOf } from '../journal/matches.ts';
import { diceMatch } from './recorded.ts';

const MATCH = 'KRTWZ-x7k2m5q4pz';
const PROJECT = join(import.meta.dirname, '../../..');

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command in a folder, with its journal there. */
function replay(folder: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, INIT_CWD: folder, DATA_DIR: folder };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['server/replay/main.ts', ...args],
      { cwd: PROJECT, env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

async function folderWith(file: Uint8Array): Promise<string> {
  const folder = newFolder();
  writeFileSync(join(folder, 'a.replay'), file);
  return folder;
}

it('a file is named from where npm was called, told, and verified', async () => {
  const folder = await folderWith(await packReplay(await diceMatch(MATCH)));
  const { code, stdout, stderr } = await replay(folder, 'a.replay', '--verify');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Liar’s Dice, match KRTWZ-x7k2m5q4pz\n[^]*Ann joins\n[^]*\nmatches: \d+ ticks/);
  expect(code).toBe(0);
});

it('as JSON, all of it is one object on standard output', async () => {
  const folder = await folderWith(await packReplay(await diceMatch(MATCH)));
  const { stdout } = await replay(folder, 'a.replay', '--json', '--at', '100');
  expect(JSON.parse(stdout)).toMatchObject({ match: MATCH, at: { tick: 100, state: { phase: 'bidding' } } });
});

it('a recording that this code does not repeat ends with 2', async () => {
  const { frames, ...recording } = await diceMatch(MATCH);
  const other = frames.map((frame) =>
    frame.trace === undefined ? frame : { ...frame, trace: { ...frame.trace, calls: frame.trace.calls + 1 } },
  );
  const folder = await folderWith(await packReplay({ ...recording, frames: other }));
  const { code, stdout } = await replay(folder, 'a.replay', '--verify');
  expect(stdout).toMatch(/differs: At tick \d+ .*\.\n$/);
  expect(code).toBe(2);
});

it('a match is found in the journal of a server, also while it goes on', async () => {
  const folder = newFolder();
  const { start, frames } = await diceMatch(MATCH);
  const store = await openStore(folder);
  const slot = store.open(recordOf(MATCH, { start }));
  for (const { tick, entries, trace } of frames) store.commit([{ slot, tick, entries, trace }]);
  const list = await replay(folder);
  expect(list.stdout).toMatch(/^KRTWZ-x7k2m5q4pz {2}liars-dice .* goes on\n$/);
  const one = await replay(folder, MATCH, '--verify');
  expect(one.stdout).toContain('end      it goes on');
  expect(one).toMatchObject({ code: 0, stderr: '' });
});

it.each([
  ['a file that is no replay', ['a.replay'], /^This is no Greenroom replay file\.\n$/],
  ['a name of nothing', ['nothing'], /^There is no file "nothing", .*--help tells more\.\n$/],
  ['a folder', ['.'], / is a folder, not a replay file\./],
  ['a file without end', ['/dev/zero'], /^\/dev\/zero is no replay file\./],
  ['a match where no server has been', [MATCH], /^There are no matches in /],
  ['an option that is none', ['--hurry'], /^There is no option "--hurry": --help tells more\.\n$/],
])('%s is reported in one line, and ends with 1', async (_, args, message) => {
  const folder = await folderWith(new TextEncoder().encode('Dear diary'));
  const { code, stdout, stderr } = await replay(folder, ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

it('a small file that claims to be a match of years is reported in one line, and ends with 1', async () => {
  const years = 9 * 10 ** 15;
  const frames = framesOf(({ ticks, shapes }) => (ticks.varint(years), shapes.varint(0)));
  const folder = await folderWith(fileOf(frames, { start: { ...START, game: 'liars-dice' }, lastTick: years }));

  for (const args of [[], ['--verify'], ['--json']]) {
    const { code, stdout, stderr } = await replay(folder, 'a.replay', ...args);
    expect(stderr).toBe(`This replay is too large: it has more than ${REPLAY_BOUNDS.ticks} ticks.\n`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  }
});

it('a tick that the match has not reached is refused', async () => {
  const folder = await folderWith(await packReplay(await diceMatch(MATCH)));
  const { code, stderr } = await replay(folder, 'a.replay', '--at', '99999');
  expect(stderr).toMatch(/^The match has \d+ ticks: there is no tick 99999\./);
  expect(code).toBe(1);
});

it('the contents of a file do not reach the terminal as commands', async () => {
  const recording = await diceMatch(MATCH);
  const start = { ...recording.start, matchId: `${MATCH}\u001b[31m` };
  const file = await packReplay({
    ...recording,
    start,
    end: { kind: 'failed', reason: 'a\u001b]0;title\u0007b\u202e' },
  });
  const { stdout } = await replay(await folderWith(file), 'a.replay');
  expect(stdout).toContain('failed: a\uFFFD]0;title\uFFFDb\uFFFD');
  expect(stdout).not.toMatch(/[^\P{C}\n]/u);
});
