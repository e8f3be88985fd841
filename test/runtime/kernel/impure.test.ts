/** Whatever makes a replay differ is caught: before it runs, as it runs, or by the replay, which says where. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { failRoomOfContext, type Match } from '../../../shared/runtime/host.ts';
import { ForeignAwait, Impure, OutsideTurn } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { Replay } from '../../../shared/runtime/hosts/replay.ts';
import { describeDivergence } from '../../../shared/runtime/hosts/verifier.ts';
import { bannedIn, stateIn } from '../../architecture/impurities.ts';
import { impure, storage } from './impure-game.ts';

const ROOT = join(import.meta.dirname, '../../..');
const path = 'test/runtime/kernel/impure-game.ts';
const source = { path, text: readFileSync(join(ROOT, path), 'utf8') };

async function play(sin: string) {
  const match = new VirtualMatch(impure, { options: { sin } });
  await match.tick(45);
  return match;
}

/** Plays a match, and then its recording. Tells how the second differs from the first. */
async function playTwice(sin: string) {
  const match = await play(sin);
  expect(match.ended).toBeUndefined();
  const replay = new Replay(impure, match.recording());
  await replay.advance(45);
  const { divergence } = replay;
  return { ...divergence, sentence: divergence && describeDivergence(divergence) };
}

function errorOf({ ended }: Pick<Match, 'ended'>): Error | undefined {
  return ended?.kind === 'failed' ? ended.error : undefined;
}

test('the test of the sources names each clock, chance, timer and fetch of a script, with its line', () => {
  const lineOf = (text: string): number => source.text.slice(0, source.text.indexOf(text)).split('\n').length;
  expect(bannedIn(source)).toEqual([
    `${path}:${lineOf('Date.now()')} uses Date`,
    `${path}:${lineOf('new Date()')} uses Date`,
    `${path}:${lineOf('Math.random()')} uses Math.random`,
    `${path}:${lineOf('setTimeout(')} uses setTimeout`,
    `${path}:${lineOf('fetch(')} uses fetch`,
  ]);
});

test('the test of the sources names each variable of a module', () => {
  const line = source.text.slice(0, source.text.indexOf('let matches')).split('\n').length;
  expect(stateIn(source)).toEqual([`${path}:${line} has a module-level let`]);
});

test('the linter finds a promise that floats', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const script = `export async function play(room: { sleep(ms: number): Promise<void> }): Promise<void> {
  room.sleep(100);
}
`;
  writeFileSync(join(folder, 'sample.ts'), script);
  // One line a finding, and the same in colour and without.
  const words = ['--format=unix', 'sample.ts'];
  const linter = promisify(execFile)(join(ROOT, 'node_modules/.bin/oxlint'), words, { cwd: folder });
  await expect(linter).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^sample\.ts:2:\d+: .*no-floating-promises/m),
  });
});

test.each(['reads the clock', 'makes a date', 'draws by chance', 'sets a timer', 'fetches a page'])(
  'a script that %s fails at the call, with what to use in its place',
  async (sin) => {
    const match = await play(sin);
    expect(errorOf(match)).toBeInstanceOf(Impure);
    expect(String(errorOf(match))).toMatch(/would make a replay differ: use room\.\w+/);
  },
);

test.each(['awaits a promise of the module', 'awaits what another room awaits'])(
  'a script that %s fails at the end of that turn',
  async (sin) => {
    await play(sin);
    expect(errorOf(await play(sin))).toBeInstanceOf(ForeignAwait);
  },
);

test('a script that calls another room fails at the call, and the other room goes on', async () => {
  const first = await play('calls another room');
  const second = await play('calls another room');
  expect(errorOf(second)).toBeInstanceOf(OutsideTurn);
  expect(first.ended).toBeUndefined();
});

test('a promise that fails with nobody to await it fails the room whose script made it', async () => {
  const found: boolean[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (error) => void found.push(failRoomOfContext(error as Error)));
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  });
  const match = await play('lets a promise float that fails');
  await new Promise((resolve) => setImmediate(resolve));
  expect(found).toEqual([true]);
  expect(String(errorOf(match))).toContain('nobody awaits this');
});

test('the traces tell the tick and the verb at which a script does something else', async () => {
  expect(await playTwice('does another thing the second time')).toEqual({
    tick: 1,
    verb: { index: 0, expected: 'sleep', found: 'room.notifyAll' },
    sentence: 'At tick 1 call 1 of the script is room.notifyAll() where the recording has sleep().',
  });
});

test('the traces tell another way that leads to the same state', async () => {
  expect(await playTwice('goes another way with the same result')).toMatchObject({
    tick: 1,
    verb: { index: 0, expected: 'sleep', found: 'nextTick' },
  });
});

test.each(['keeps state in a variable', 'keeps state in a constant'])(
  'the marks tell the field that differs, within a second, where a script %s',
  async (sin) => {
    expect(await playTwice(sin)).toEqual({
      tick: 20,
      fields: ['total'],
      sentence: 'At tick 20 "total" differs from the recording.',
    });
  },
);

test('the marks tell a draw too many, before anything comes of it', async () => {
  expect(await playTwice('draws once more the second time')).toMatchObject({ tick: 20, fields: ['random'] });
});

test('the marks tell the same entries of a map in another order', async () => {
  expect(await playTwice('depends on the order of keys')).toMatchObject({ tick: 20, fields: ['scores'] });
});

test('the marks tell what came from the context of the host', async () => {
  const match = await storage.run('the live server', () => play('depends on the context of its host'));
  const replay = new Replay(impure, match.recording());
  await storage.run('a replay', () => replay.advance(45));
  expect(replay.divergence).toEqual({ tick: 20, fields: ['said'] });
});
