import { expect, test } from 'vitest';
import { matchOf, play, step } from '../play.ts';

test('V4.1 sleep ends in the first tick at or after its time, and not before the next one', async () => {
  const ticks = await play(async (room) => {
    const log: number[] = [];
    for (const ms of [1, 50, 51, 100, 1000]) {
      const before = room.tick;
      await room.sleep(ms);
      log.push(room.tick - before);
    }
    return log;
  });
  expect(ticks).toEqual([1, 1, 2, 2, 20]);
});

test.each([0, -10])('V4.2 sleep(%d) yields within the tick', async (ms) => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    room.spawn('other', async () => void lines.push(`other in tick ${room.tick}`));
    await room.sleep(ms);
    lines.push(`after in tick ${room.tick}`);
    return lines;
  });
  expect(log).toEqual(['other in tick 1', 'after in tick 1']);
});

test.each([NaN, Infinity, -Infinity])('V4.3 sleep(%d) is a RangeError', async (ms) => {
  await expect(play((room) => room.sleep(ms))).rejects.toBeInstanceOf(RangeError);
});

test('V4.4 nextTick resumes in the next tick', async () => {
  const ticks = await play(async (room) => {
    const before = room.tick;
    await room.nextTick();
    return [before, room.tick];
  });
  expect(ticks).toEqual([1, 2]);
});

test('T1.6 match time is the tick times the length of a tick, and stands still within one', async () => {
  const seen = await play(async (room) => {
    const log = [[room.tick, room.now]];
    await room.sleep(0);
    log.push([room.tick, room.now]);
    await room.sleep(230);
    log.push([room.tick, room.now]);
    return log;
  });
  expect(seen).toEqual([
    [1, 50],
    [1, 50],
    [6, 300],
  ]);
});

test('T1.2 what is due in the same tick fires in the order of creation', async () => {
  const log = await play(async (room) => {
    const lines: string[] = [];
    const sleeper = (name: string, ms: number) => async (): Promise<void> => {
      await room.sleep(ms);
      lines.push(name);
    };
    await room.scope(async () => {
      room.spawn('a', sleeper('a', 200));
      room.spawn('b', sleeper('b', 100));
      await room.sleep(100);
      room.spawn('c', sleeper('c', 100));
      await room.sleep(100);
      lines.push('body');
    });
    return lines;
  });
  expect(log).toEqual(['b', 'a', 'body', 'c']);
});

test('T1.7 an idle tick runs no turn, and only moves time', async () => {
  const match = matchOf((room) => room.sleep(200));
  await step(match);
  await step(match);
  expect([match.tick, match.now, match.ended]).toEqual([2, 100, undefined]);
});

test('V4.5 sleepUntil ends in the first tick at or after its time, and only yields where that has come', async () => {
  const seen = await play(async (room) => {
    const log: number[] = [];
    for (const time of [100, 475, 475, 20, -5]) {
      await room.sleepUntil(time);
      log.push(room.now);
    }
    return log;
  });
  expect(seen).toEqual([100, 500, 500, 500, 500]);
});

test('V4.5 so a loop over times does not drift', async () => {
  const seen = await play(async (room) => {
    const late: number[] = [];
    const start = room.now;
    for (let beat = 1; beat <= 4; beat++) {
      await room.sleepUntil(start + beat * 170);
      late.push(room.now - start - beat * 170);
      await room.sleep(60);
    }
    return late;
  });
  expect(seen).toEqual([30, 10, 40, 20]);
});
