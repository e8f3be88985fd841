import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineGame, type GameLimits } from '../../../shared/runtime/index.ts';
import { FrameWriter, readFrames, Replay } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

/** Spectators chat, players draw; after a checkpoint it goes on. */
const hall = defineGame({
  name: 'hall',
  title: 'Hall',
  seats: { min: 1, max: 2 },
  tickRate: 10,
  state: schema({ said: t.array('string'), drawn: t.array('number') }, 'Hall'),
  messages: { chat: z.string(), draw: z.instanceof(Uint8Array), rest: z.null() },
  limits: { spectatorsMaySend: ['chat'], binary: true },
  checkpoint: z.null(),
  async play(room) {
    const [ann] = await room.seated(1);
    await room.scope(async (scope) => {
      scope.spawn('chat', async () => {
        for await (const { from, data } of room.spectatorMessages('chat'))
          room.state.said.push(`${from.name}: ${data}`);
      });
      scope.spawn('rest', async () => {
        await ann.next('rest');
        await room.checkpoint(null);
      });
      for await (const bytes of ann.messages('draw')) room.state.drawn.push(...bytes);
    });
  },
});

function withLimits(limits: GameLimits): () => unknown {
  return () =>
    defineGame({
      ...{ name: 'limited', title: 'Limited', seats: { min: 1, max: 1 }, tickRate: 10 },
      ...{ state: schema({ on: t.boolean() }, 'Limited'), messages: { chat: z.string() }, play: async () => {} },
      limits,
    });
}

test('P11.1 messages of spectators reach room.spectatorMessages(), with who has sent them', async () => {
  const match = new VirtualMatch(hall);
  const ann = await match.join('Ann');
  const [eve, una] = [await match.spectate('Eve'), await match.spectate('Una')];
  const sent = [match.send(una, 'chat', 'hello'), match.send(eve, 'chat', 'psst'), match.send(ann, 'chat', 'no')];
  await match.tick();
  expect([...match.state.said]).toEqual(['Una: hello', 'Eve: psst']);
  expect(sent.map(({ reply }) => reply)).toEqual(['accepted', 'accepted', 'not-now']);
});

test('P11.1 other types, and messages while no loop runs, are refused; nothing is kept', async () => {
  const match = new VirtualMatch(hall);
  const eve = await match.spectate('Eve');
  const [early, drawn] = [match.send(eve, 'chat', 'early'), match.send(eve, 'draw', Uint8Array.of(1))];
  expect(match.match.refusalOf(eve, 'chat')?.code).toBe('not-now');
  expect(match.match.refusalOf(eve, 'draw')?.code).toBe('not-seated');
  await match.tick();
  await match.join('Ann');
  expect([early.reply, drawn.reply]).toEqual(['not-now', 'not-seated']);
  match.leave(eve);
  const late = match.send(eve, 'chat', 'late');
  await match.tick();
  expect([...match.state.said]).toEqual([]);
  expect(late.reply).toBe('not-seated');
});

test('P11.1 a loop over a type that spectators may not send is a RangeError', async () => {
  const match = new VirtualMatch(
    defineGame({
      ...{ name: 'mute', title: 'Mute', seats: { min: 1, max: 1 }, tickRate: 10 },
      ...{ state: schema({ on: t.boolean() }, 'Mute'), messages: { chat: z.string() } },
      play: async (room) => void room.spectatorMessages('chat'),
    }),
  );
  await match.tick();
  expect(match.ended).toMatchObject({ kind: 'failed', error: expect.any(RangeError) });
});

test('P11.2 they are the same in a replay, after a checkpoint and in a match from its snapshot', async () => {
  const match = new VirtualMatch(hall);
  const ann = await match.join('Ann');
  const eve = await match.spectate('Eve');
  match.send(ann, 'rest', null);
  await match.tick(2);
  const restored = new VirtualMatch(hall, { from: match.match.snapshot });
  await restored.resume();
  for (const each of [match, restored]) {
    each.send(eve, 'chat', 'still here');
    each.send(ann, 'draw', Uint8Array.of(7, 8));
    await each.tick();
    expect([...each.state.said]).toEqual(['Eve: still here']);
    expect([...each.state.drawn]).toEqual([7, 8]);
  }
  const replay = new Replay(hall, match.recording(), { checksEntries: true });
  await replay.advance(match.match.tick);
  expect(replay.divergence).toBeUndefined();
  expect([...replay.match.state.said]).toEqual(['Eve: still here']);
});

test('P11.3 a message may have bytes where the game takes them, and they are in the journal', async () => {
  const match = new VirtualMatch(hall);
  const ann = await match.join('Ann');
  const memory = Buffer.from([1, 2, 3, 4]);
  match.send(ann, 'draw', memory.subarray(1, 3));
  // The memory of a frame is used again.
  memory.fill(9);
  await match.tick();
  expect([...match.state.drawn]).toEqual([2, 3]);
  const writer = new FrameWriter();
  const { frames } = match.recording();
  for (const { tick, entries } of frames) writer.frame(tick, entries);
  const read = [...readFrames(writer.take())].flatMap(({ entries }) => entries);
  expect(read).toContainEqual(expect.objectContaining({ kind: 'message', data: Uint8Array.of(2, 3) }));
});

test('P11.3 in other games bytes are no plain data', async () => {
  const dry = { ...hall, limits: { spectatorsMaySend: ['chat'] } };
  const match = new VirtualMatch(dry);
  const ann = await match.join('Ann');
  expect(match.send(ann, 'draw', Uint8Array.of(1)).reply).toBe('bad-shape');
});

test.each<[string, GameLimits, string]>([
  [
    'more messages than any game may have',
    { messagesPerSecond: 61 },
    'messagesPerSecond is a whole number from 1 to 60',
  ],
  ['a burst of nothing', { burst: 0 }, 'burst is a whole number from 1 to 120'],
  ['longer messages than any game may have', { messageBytes: 4_097 }, 'messageBytes is a whole number from 1 to 4096'],
  ['a type that is no message', { spectatorsMaySend: ['toString'] }, '"toString", which is no message type'],
])('P11.4 %s in limits is a RangeError', (_, limits, message) => {
  expect(withLimits(limits)).toThrow(RangeError);
  expect(withLimits(limits)).toThrow(message);
  expect(withLimits({ messagesPerSecond: 60, burst: 1, spectatorsMaySend: ['chat'] })).not.toThrow();
});
