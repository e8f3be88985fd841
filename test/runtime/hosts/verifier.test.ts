import { expect, test } from 'vitest';
import { Loopback } from '../../../shared/runtime/testing.ts';
import { resumeMatches, type Snapshot, stepMatches } from '../../../shared/runtime/host.ts';
import type { Frame, Recording, Trace } from '../../../shared/runtime/record/recording.ts';
import { describeDivergence, Verifier, type Divergence } from '../../../shared/runtime/hosts/verifier.ts';
import { matchOf, virtual, type Script } from '../play.ts';

/** Calls two verbs in each tick, and draws. */
const script: Script = async (room) => {
  for (let round = 0; round < 50; round++) {
    room.notifyAll('hello', `${round}`);
    room.state.count += room.random.int(1, 6);
    await room.nextTick();
  }
};

async function record(): Promise<Recording> {
  const match = virtual(script);
  await match.tick(45);
  return match.recording();
}

/** A checkpoint every other tick. */
const rounds: Script = async (room, from) => {
  room.state.count += room.random.int(1, 6);
  await room.nextTick();
  await room.sleep(50);
  await room.checkpoint({ round: (from?.round ?? 0) + 1 });
};

async function recordRounds(): Promise<{ frames: readonly Frame[]; snapshot: Snapshot | undefined }> {
  const match = virtual(rounds);
  await match.tick(21);
  const { snapshot } = match.match;
  await match.tick(19);
  return { frames: match.recording().frames, snapshot };
}

async function verify(frames: readonly Frame[], played: Script = script): Promise<Divergence | undefined> {
  const match = matchOf(played, { trace: true });
  const verifier = new Verifier(match);
  for (let tick = 1; tick <= 45; tick++) {
    const frame = frames.find((each) => each.tick === tick);
    await stepMatches([{ match, entries: frame?.entries ?? [] }]);
    const divergence = verifier.check(frame);
    if (divergence !== undefined) return divergence;
  }
  return undefined;
}

/** The recording with another trace at one tick. */
async function altered(tick: number, change: (trace: Trace) => Trace | undefined): Promise<Frame[]> {
  const { frames } = await record();
  return frames.map((frame) =>
    frame.tick === tick && frame.trace !== undefined
      ? { tick, entries: frame.entries, trace: change(frame.trace) }
      : frame,
  );
}

test('a match that does what was recorded does not diverge', async () => {
  expect(await verify((await record()).frames)).toBeUndefined();
});

test('the first call that differs is named, on both sides', async () => {
  const divergence = await verify((await record()).frames, async (room) => {
    await room.sleep(250);
    await script(room, undefined);
  });

  expect(divergence).toEqual({ tick: 1, verb: { index: 0, expected: 'room.notifyAll', found: 'sleep' } });
  expect(divergence && describeDivergence(divergence)).toBe(
    'At tick 1 call 1 of the script is sleep() where the recording has room.notifyAll().',
  );
});

test('a call too many and a call too few are named', async () => {
  const more = await altered(9, (trace) => ({ ...trace, verbs: [...trace.verbs, 'sleep'], calls: trace.calls + 1 }));
  const fewer = await altered(9, (trace) => ({ ...trace, verbs: trace.verbs.slice(0, 1), calls: 1 }));

  expect(await verify(more)).toEqual({ tick: 9, verb: { index: 2, expected: 'sleep', found: undefined } });
  expect(await verify(fewer)).toEqual({ tick: 9, verb: { index: 1, expected: undefined, found: 'nextTick' } });
});

test('calls beyond those that are kept by name are counted', async () => {
  const divergence = await verify(await altered(9, (trace) => ({ ...trace, calls: 7 })));

  expect(divergence).toEqual({ tick: 9, calls: { expected: 7, found: 2 } });
  expect(divergence && describeDivergence(divergence)).toBe(
    'At tick 9 the script makes 2 calls where the recording has 7.',
  );
});

test('the fields that differ are named, and the random stream', async () => {
  const drawing: Script = async (room) => {
    room.every(50, () => void room.random.int(1, 6));
    await script(room, undefined);
  };
  const played = virtual(drawing);
  await played.tick(45);
  const expected = (await record()).frames;
  const frames = played.recording().frames.map((frame) => {
    const stateHash = expected.find(({ tick }) => tick === frame.tick)?.trace?.stateHash;
    return frame.trace?.stateHash === undefined ? frame : { ...frame, trace: { ...frame.trace, stateHash } };
  });

  const divergence = await verify(frames, drawing);

  expect(divergence).toEqual({ tick: 20, fields: ['count', 'random'] });
  expect(divergence && describeDivergence(divergence)).toBe('At tick 20 "count", "random" differ from the recording.');
});

test('a state that differs where no field tells is a difference too', async () => {
  const frames = await altered(20, (trace) => ({
    ...trace,
    stateHash: trace.stateHash && { ...trace.stateHash, hash: trace.stateHash.hash ^ 1 },
  }));

  const divergence = await verify(frames);

  expect(divergence).toEqual({ tick: 20, fields: [] });
  expect(divergence && describeDivergence(divergence)).toBe('At tick 20 the state differs from the recording.');
});

test('a state hash that was recorded is compared even where the replay would take none', async () => {
  const stateHash = { hash: 1, fields: Uint8Array.of(0, 0) };

  expect(await verify(await altered(9, (trace) => ({ ...trace, stateHash })))).toMatchObject({
    tick: 9,
    fields: ['count', 'random'],
  });
});

test('the tick of a snapshot is not compared: a part of it was before the snapshot', async () => {
  const { frames, snapshot } = await recordRounds();
  const match = matchOf(rounds, { trace: true, from: snapshot });
  const verifier = new Verifier(match);
  new Loopback(match.state);
  await resumeMatches([match]);
  const atSnapshot = verifier.check(undefined);

  const found: unknown[] = [];
  for (let tick = match.tick + 1; tick <= 40; tick++) {
    await stepMatches([{ match, entries: [] }]);
    found.push(verifier.check(frames.find((frame) => frame.tick === tick)));
  }

  expect(match.tick).toBe(40);
  expect([atSnapshot, ...found].filter((each) => each !== undefined)).toEqual([]);
});

test('calls without a recorded trace are a difference, but not after the last trace', async () => {
  const within = await altered(9, () => undefined);
  const { frames } = await record();

  expect(await verify(within)).toEqual({ tick: 9, verb: { index: 0, expected: undefined, found: 'room.notifyAll' } });
  expect(await verify(frames.filter(({ tick }) => tick < 40))).toBeUndefined();
});
