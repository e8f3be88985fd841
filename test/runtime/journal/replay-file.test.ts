import { deepStrictEqual } from 'node:assert';
import { promisify } from 'node:util';
import { crc32, deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 as ours } from '../../../shared/runtime/journal/crc32.ts';
import type { Frame, RecordedEnd, Recording } from '../../../shared/runtime/record/recording.ts';
import { QUIET_SECONDS, REPLAY_BOUNDS } from '../../../shared/runtime/journal/replay-bounds.ts';
import { decodeReplay, encodeReplay } from '../../../shared/runtime/journal/replay-file.ts';
import { ReplayProblem } from '../../../shared/runtime/journal/replay-problem.ts';
import { frames, value } from './arbitraries.ts';

const deflate = promisify(deflateRaw);
const nodeInflate = promisify(inflateRaw);
const inflate = (bytes: Uint8Array, maxOutputLength: number): Promise<Uint8Array> =>
  nodeInflate(bytes, { maxOutputLength });

const end: fc.Arbitrary<RecordedEnd | undefined> = fc.constantFrom(
  undefined,
  { kind: 'finished' },
  { kind: 'failed', reason: 'it fell over' },
  { kind: 'abandoned' },
  { kind: 'voided', reason: '' },
);

const recording: fc.Arbitrary<Recording> = fc
  .tuple(frames, fc.integer(), value, fc.string(), fc.nat(100), end)
  .map(([all, seed, options, code, more, ended]) => {
    const start = {
      format: 1,
      game: 'test',
      matchId: 'ABCDE',
      seed: String(seed),
      options,
      tickRate: 20,
      code,
    } as const;
    const withoutTokens = closer(all, QUIET_SECONDS * start.tickRate).map((frame) => ({
      ...frame,
      entries: frame.entries.map(bare),
    }));
    const whole = { start, lastTick: (withoutTokens.at(-1)?.tick ?? 0) + more, frames: withoutTokens };
    return ended === undefined ? whole : { ...whole, end: ended };
  });

test('a recording is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(recording, async (whole) => {
      const file = await encodeReplay(whole, deflate);

      deepStrictEqual(await decodeReplay(file, inflate), whole);
    }),
  );
});

test('tokens never get into a replay file', async () => {
  const file = await encodeReplay(
    {
      ...sample,
      frames: [
        { tick: 1, entries: [{ kind: 'join', player: 'a', name: 'Ann', bot: false, token: 'secret' }] },
        { tick: 2, entries: [{ kind: 'return', player: 'a', token: 'secret' }] },
      ],
    },
    (bytes) => Promise.resolve(bytes),
  );

  expect(Buffer.from(file).includes('Ann')).toBe(true);
  expect(Buffer.from(file).includes('secret')).toBe(false);
});

test('a file with flipped bytes or without its end is a ReplayProblem', async () => {
  const flip = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(recording, flip, fc.nat(), async (whole, [at, by], cut) => {
      const file = await encodeReplay(whole, deflate);
      const flipped = file.slice();
      flipped[at % file.length] = (file[at % file.length] ?? 0) ^ by;

      await expect(decodeReplay(flipped, inflate)).rejects.toThrow(ReplayProblem);
      await expect(decodeReplay(file.subarray(0, cut % file.length), inflate)).rejects.toThrow(ReplayProblem);
    }),
  );
});

test('a file whose checksum is right may still hold anything: it is a ReplayProblem, and never another error', async () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(recording, fc.array(change, { minLength: 1, maxLength: 5 }), async (whole, changes) => {
      const file = await encodeReplay(whole, (bytes) => Promise.resolve(bytes));
      for (const [at, by] of changes) file[13 + (at % (file.length - 13))] = by;
      await decodeReplay(sealed(file), (bytes) => Promise.resolve(bytes)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ReplayProblem);
      });
    }),
    { numRuns: 500 },
  );
});

test.for([
  ['foreign', Buffer.from('PK\u0003\u0004 a zip file')],
  ['foreign', new Uint8Array()],
  ['truncated', Buffer.from('GRRP')],
  ['newer', Buffer.from('GRRP\u0002 and what nobody knows yet')],
] as const)('the problem of bytes that are no file of this version is identified: %s', async ([code, bytes]) => {
  await expect(decodeReplay(bytes, inflate)).rejects.toMatchObject({ name: 'ReplayProblem', code });
});

test('damage, a missing end and extra bytes are different problems', async () => {
  const file = await encodeReplay(sample, deflate);
  const damaged = file.with(20, 77);

  await expect(decodeReplay(damaged, inflate)).rejects.toMatchObject({ code: 'corrupt' });
  await expect(decodeReplay(file.subarray(0, -1), inflate)).rejects.toMatchObject({ code: 'truncated' });
  await expect(decodeReplay(Buffer.concat([file, file]), inflate)).rejects.toMatchObject({ code: 'corrupt' });
});

test('a file that states too large a size is not inflated, and one that lies about its size is refused', async () => {
  const bomb = deflateRawSync(new Uint8Array(REPLAY_BOUNDS.bytes * 2));
  const lying = await encodeReplay(sample, () => Promise.resolve(bomb));
  const asked: number[] = [];

  await expect(
    decodeReplay(lying, (bytes, maxBytes) => {
      asked.push(maxBytes);
      return inflate(bytes, maxBytes);
    }),
  ).rejects.toMatchObject({ code: 'corrupt' });
  expect(Math.max(...asked)).toBeLessThan(1000);

  const large = { ...sample, frames: [{ tick: 1, entries: [resultOf(REPLAY_BOUNDS.bytes)] }] };
  await expect(encodeReplay(large, deflate)).rejects.toMatchObject({ code: 'too-large' });
});

test('the checksum is the one of zip and PNG', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(ours(bytes)).toBe(crc32(bytes));
    }),
  );
});

const sample: Recording = {
  start: { format: 1, game: 'test', matchId: 'ABCDE', seed: '1', options: {}, tickRate: 20, code: '' },
  lastTick: 5,
  frames: [{ tick: 1, entries: [{ kind: 'join', player: 'a', name: 'Ann', bot: false }] }],
};

function resultOf(bytes: number): Recording['frames'][number]['entries'][number] {
  return { kind: 'effect', effect: 1, result: 'x'.repeat(bytes) };
}

/** The same frames, none of them longer after the one before than a match is quiet. */
function closer(all: readonly Frame[], mostQuiet: number): Frame[] {
  let [was, now] = [0, 0];
  return all.map(({ tick: at, entries, trace }) => {
    now += Math.min(at - was, mostQuiet);
    was = at;
    return trace === undefined ? { tick: now, entries } : { tick: now, entries, trace: { ...trace, tick: now } };
  });
}

function bare<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'token')) as T;
}

/** With a right checksum. */
function sealed(file: Uint8Array): Uint8Array {
  const copy = Buffer.from(file);
  copy.writeUInt32LE(crc32(copy.subarray(13)), 5);
  return copy;
}
