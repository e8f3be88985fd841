import { expect, test } from 'vitest';
import { OutsideTurn, type Event } from '../../../shared/runtime/index.ts';
import { play, virtual } from '../play.ts';

test('V7.1 setting an event wakes all who wait, in the order in which they came', async () => {
  const log = await play(async (room) => {
    const event = room.event();
    const lines: string[] = [];
    const wait = (name: string) => (): Promise<unknown> => event.wait().then(() => lines.push(name));
    await room.all([wait('a'), wait('b'), () => room.sleep(100).then(() => event.set()), wait('c')]);
    return [lines, room.now];
  });
  expect(log).toEqual([['a', 'b', 'c'], 150]);
});

test('V7.2 while it is set, waiting for it goes on at once', async () => {
  const seen = await play(async (room) => {
    const event = room.event();
    event.set();
    const log: string[] = [];
    room.spawn('other', async () => void log.push('other'));
    await event.wait();
    log.push('waited');
    return [event.isSet, [...log]];
  });
  expect(seen).toEqual([true, ['waited']]);
});

test('V7.3 once cleared it holds strands again, but not those that it woke', async () => {
  const seen = await play(async (room) => {
    const event = room.event();
    const woken = room.spawn('woken', () => event.wait().then(() => room.tick));
    await room.nextTick();
    event.set();
    event.clear();
    const late = await room.within(100, () => event.wait().then(() => 'late'));
    return [await woken.join(), late, event.isSet];
  });
  expect(seen).toEqual([2, undefined, false]);
});

test('R18.1 its methods check that the room is in a turn of its own', async () => {
  let event: Event | undefined;
  const match = virtual(async (room) => {
    event = room.event();
    await event.wait();
  });
  await match.tick();
  expect(() => event?.set()).toThrow(OutsideTurn);
  expect(() => event?.clear()).toThrow(OutsideTurn);
  expect(() => event?.wait()).toThrow(OutsideTurn);
});

test('R18.2 a cancelled waiter leaves no residue', async () => {
  const seen = await play(async (room) => {
    const event = room.event();
    for (let round = 0; round < 100; round++) await room.within(50, () => event.wait());
    event.set();
    await event.wait();
    return room.tick;
  });
  expect(seen).toBe(101);
});
