import { z } from 'zod';
import { expect, test } from 'vitest';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { gameOf, resultOf, virtual } from '../play.ts';

test('M3 time passes only by ticks, however long the match waits', async () => {
  const match = virtual((room) => room.sleep(3_600_000).then(() => room.now));
  // An hour of real time would be more than the test has.
  await match.until(() => match.ended !== undefined, { limitMs: 4_000_000 });
  expect(resultOf(match)).toBe(3_600_050);
});

test('M4 tick runs ticks, advance runs as many as a time takes', async () => {
  const match = virtual((room) => room.sleep(10_000));
  const seen = [match.now];
  await match.tick();
  seen.push(match.now);
  await match.tick(3);
  seen.push(match.now);
  await match.advance(1);
  seen.push(match.now);
  await match.advance(1000);
  seen.push(match.now);
  expect(seen).toEqual([0, 50, 200, 250, 1250]);
});

test('M5 until runs until its condition holds, and throws when that takes too long', async () => {
  const match = virtual((room) => room.sleep(10_000));
  await match.until(() => match.now >= 300);
  expect(match.now).toBe(300);
  await expect(match.until(() => false, { limitMs: 1000 })).rejects.toThrow('still not so after 1000 ms');
  expect(match.now).toBe(1300);
});

test('M6 messages are checked as the server does, and arrive in the next tick', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move');
  });
  const ann = await match.join('Ann');
  const bad = match.send(ann, 'move', 'five' as unknown as number);
  const good = match.send(ann, 'move', 5);
  const atOnce = [bad.reply, good.reply];
  await match.tick();
  expect([atOnce, good.reply, resultOf(match)]).toEqual([['bad-shape', undefined], 'accepted', 5]);
});

test('M7 a connected client decodes its patches', async () => {
  const match = virtual(async (room) => {
    for (;;) {
      room.state.count++;
      await room.nextTick();
    }
  });
  const ann = await match.join('Ann');
  const sizes: number[] = [];
  const client = match.connect(ann, (bytes) => void sizes.push(bytes.length));
  await match.tick(3);
  expect([client.count, match.state.count]).toEqual([4, 4]);
  expect(sizes).toHaveLength(3);
});

test('M8 options are checked and completed as the server does', () => {
  const game = gameOf(async () => undefined);
  expect(() => new VirtualMatch(game, { options: 'junk' })).toThrow('expected object');
  const dated = { ...game, options: z.object({ on: z.coerce.date() }) };
  expect(() => new VirtualMatch(dated, { options: { on: 0 } })).toThrow('options.on is a Date');
});

test('M9 without a bot script the seats that are given to bots stay empty', async () => {
  const match = virtual(async (room) => {
    room.addBots(3);
    await room.sleep(500);
    return room.players.length;
  });
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe(0);
});
