import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { liarsDice } from '../../shared/games/liars-dice/index.ts';
import { decodeReplay, describeDivergence, encodeReplay, type Recording, Replay } from '../../shared/runtime/host.ts';
import { VERBS } from '../../shared/runtime/testing.ts';
import { everyTimer } from './every-timer.ts';
import { everyTurn } from './every-turn.ts';
import { everyVerb } from './every-verb.ts';
import { playEveryTimer, playEveryTurn, playEveryVerb, playLiarsDice } from './scenarios.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const GOLDEN = [
  { name: 'liars-dice', record: playLiarsDice, open: (recording: Recording) => new Replay(liarsDice, recording) },
  { name: 'every-verb', record: playEveryVerb, open: (recording: Recording) => new Replay(everyVerb, recording) },
  { name: 'every-turn', record: playEveryTurn, open: (recording: Recording) => new Replay(everyTurn, recording) },
  { name: 'every-timer', record: playEveryTimer, open: (recording: Recording) => new Replay(everyTimer, recording) },
];

/** Only bots call these. */
const BOT_VERBS = ['nextQuestion', 'send', 'notices'];

const HELP = `
Matches that were recorded before no longer replay: running matches would be lost with this version.
- If no rule was meant to change, find what has changed: the order of turns, of random numbers, of the verbs' own microtasks.
- If it was meant, and matches of the version before may be voided, record the golden files again:
  UPDATE_GOLDEN=1 npx vitest run test/golden`;

beforeAll(async () => {
  if (process.env['UPDATE_GOLDEN'] !== '1') return;
  for (const { name, record } of GOLDEN)
    await writeFile(fileOf(name), await encodeReplay(await record(), (bytes) => deflate(bytes, { level: 9 })));
});

test.for(GOLDEN)(
  'the match of $name that was recorded long ago replays to its end as it was',
  async ({ name, open }) => {
    const recording = await read(name);
    const replay = open(recording);

    await replay.seek(recording.lastTick);

    const { divergence } = replay;
    expect(divergence && `${describeDivergence(divergence)}${HELP}`).toBeUndefined();
    expect([replay.tick, replay.match.ended?.kind], HELP).toEqual([recording.lastTick, recording.end?.kind]);
  },
);

test.for(GOLDEN)(
  'the match of $name replays from each of its checkpoints as from the start',
  async ({ name, open }) => {
    const recording = await read(name);
    const replay = open(recording);
    await replay.seek(recording.lastTick);
    const end = JSON.stringify(replay.match.state);
    const ticks = recording.frames.filter(({ trace }) => trace?.verbs.includes('checkpoint')).map(({ tick }) => tick);

    for (const tick of ticks) {
      await replay.seek(tick + 1);
      await replay.seek(tick);
      expect(replay.match.snapshot?.tick).toBe(tick);
      await replay.advance(recording.lastTick);

      expect([replay.divergence, JSON.stringify(replay.match.state)]).toEqual([undefined, end]);
    }
  },
);

test('the golden matches have entries of every kind, and call every verb of a room; each has a code', async () => {
  const frames = (await Promise.all(GOLDEN.map(({ name }) => read(name)))).flatMap((recording) => recording.frames);
  const kinds = new Set(frames.flatMap(({ entries }) => entries.map(({ kind }) => kind)));
  const verbs = new Set(frames.flatMap(({ trace }) => trace?.verbs ?? []));

  expect([...kinds].sort()).toEqual([
    'answer',
    'drop',
    'effect',
    'input',
    'join',
    'leave',
    'message',
    'return',
    'spectate',
  ]);
  expect([...verbs].sort()).toEqual(VERBS.filter((verb) => !BOT_VERBS.includes(verb)).sort());
});

function fileOf(name: string): URL {
  return new URL(`${name}.replay`, import.meta.url);
}

async function read(name: string): Promise<Recording> {
  return decodeReplay(await readFile(fileOf(name)), (bytes, maxOutputLength) => inflate(bytes, { maxOutputLength }));
}
