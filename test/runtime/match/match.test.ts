import { schema } from '@colyseus/schema';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { defineGame, type Player } from '../../../shared/runtime/index.ts';
import { matchOf, step, virtual, type TestRoom, type TestSpec } from '../play.ts';

function idle(room: TestRoom): Promise<void> {
  return room.sleep(3_600_000);
}

const join = (player: string, name = player, bot = false) => ({ kind: 'join', player, name, bot }) as const;

test('P1.1 a join takes the lowest free seat', async () => {
  const match = matchOf(idle);
  await step(match, join('a'), join('b'), join('c'));
  const outputs = await step(match, { kind: 'leave', player: 'b' }, join('d'), join('e'));
  expect(outputs).toEqual([
    { kind: 'joined', player: 'd', seat: 1 },
    { kind: 'joined', player: 'e', seat: 3 },
  ]);
  expect(match.players.map(({ id, seat }) => [id, seat])).toEqual([
    ['a', 0],
    ['d', 1],
    ['c', 2],
    ['e', 3],
  ]);
});

test('P1.2 it is refused when every seat is taken, when the room is closed, and to one who sits already', async () => {
  const match = matchOf(async (room) => {
    await room.seated(4);
    room.joinable = false;
    await idle(room);
  });
  const outputs = await step(match, ...['a', 'b', 'c', 'd', 'e'].map((player) => join(player)));
  expect(outputs.at(-1)).toEqual({
    kind: 'refused',
    player: 'e',
    ref: undefined,
    type: 'join',
    code: 'room-full',
    message: 'every seat is taken; you can watch',
  });
  const later = await step(match, { kind: 'leave', player: 'a' }, join('e'), join('b'));
  expect(later.map((output) => output.kind === 'refused' && output.code)).toEqual(['room-closed', 'room-closed']);
  expect(match.joinable).toBe(false);
});

test('P1.3 a player keeps the seat over drops; one who left is gone, and another may sit there', async () => {
  const seen: unknown[] = [];
  const match = matchOf(async (room) => {
    const [ann] = await room.seated(1);
    for (;;) {
      seen.push([ann.connected, ann.left, room.players.map(({ name }) => name)]);
      await room.nextTick();
    }
  });
  await step(match, join('a', 'Ann'));
  await step(match, { kind: 'drop', player: 'a' });
  await step(match, { kind: 'return', player: 'a' });
  await step(match, { kind: 'leave', player: 'a' });
  await step(match, join('b', 'Bob'), { kind: 'return', player: 'a' });
  expect(seen).toEqual([
    [true, false, ['Ann']],
    [false, false, ['Ann']],
    [true, false, ['Ann']],
    [false, true, []],
    [false, true, ['Bob']],
  ]);
});

test('P1.6 bots sit like players', async () => {
  const match = matchOf(async (room) => {
    room.addBots(2);
    room.addBots(0);
    const [first] = await room.seated(1);
    return [first.bot, first.name];
  });
  expect(await step(match)).toEqual([{ kind: 'bots', count: 2 }]);
  await step(match, join('bot-1', 'Bot 1', true));
  expect(match.ended).toEqual({ kind: 'finished', result: [true, 'Bot 1'] });
});

test('P5.1 input frames of a tick are there for this tick, at most two of a player', async () => {
  const seen: unknown[] = [];
  const match = matchOf(async (room) => {
    const [ann] = await room.seated(1);
    room.onTick(() => void seen.push(ann.inputs.map(({ move }) => move)));
    await idle(room);
  });
  const input = (change: number, seat = 0) => ({ kind: 'input', seat, changes: [change] }) as const;
  await step(match, join('a'));
  await step(match, input(1));
  await step(match, input(1), input(1), input(1));
  await step(match);
  await step(match, input(1), { kind: 'leave', player: 'a' });
  await step(match, input(1), input(1, 3), input(1, 99));
  expect(seen).toEqual([[], [1], [2, 3], [], [], []]);
  // All that the script could not see: 4, 5, and those of nobody.
  expect(match.droppedInputs).toBe(5);
});

test('P6.1 notices go to one player, to all, or to those who only watch, in the order in which they were sent', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    ann.notify('hello', 'you');
    room.notifyAll('hello', 'all');
    room.notifySpectators('hello', 'crowd');
    await idle(room);
  });
  const bob = await match.spectate('Bob');
  const ann = await match.join('Ann');
  expect(match.notices(ann).map(({ data }) => data)).toEqual(['you', 'all']);
  expect(match.notices(bob).map(({ data }) => data)).toEqual(['all', 'crowd']);
});

test('P6.2 dismiss asks the host to send a player away; the leave follows', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    ann.kick('too slow');
    await room.until(() => ann.left);
    ann.kick('again');
    return room.tick;
  });
  const ann = await match.join('Ann');
  await match.tick();
  expect(match.outputs.filter(({ kind }) => kind === 'dismiss')).toEqual([
    { kind: 'dismiss', player: ann, reason: 'too slow' },
  ]);
  expect(match.ended).toEqual({ kind: 'finished', result: 2 });
});

test('P7.1 spectators see and do not sit: they count, and their messages are refused', async () => {
  const counts: number[] = [];
  const match = virtual(async (room) => {
    room.onTick(() => void counts.push(room.spectatorCount));
    await idle(room);
  });
  const bob = await match.spectate('Bob');
  const sent = match.send(bob, 'move', 1);
  await match.tick();
  const view = match.match.viewOf(bob);
  match.leave(bob);
  await match.tick();
  expect([sent.reply, view, counts]).toEqual(['not-seated', undefined, [1, 1, 0]]);
  expect(match.match.players).toEqual([]);
});

test('P7.2 watching is possible in a full or closed room', async () => {
  const match = matchOf(async (room) => {
    room.joinable = false;
    await idle(room);
  });
  await step(match);
  const outputs = await step(match, { kind: 'spectate', player: 'x', name: 'X' });
  expect(outputs).toEqual([{ kind: 'joined', player: 'x', seat: undefined }]);
  expect([...match.spectators]).toEqual(['x']);
});

test('P6.3 outputs are given once, in the order of the calls', async () => {
  const match = matchOf(async (room) => {
    const [ann] = await room.seated(1);
    const answer = ann.ask('ready', { round: 1 });
    void room.effect('fetch', { url: 'x' });
    room.notifyAll('hello', 'all');
    await answer;
    return 'result';
  });
  const first = await step(match, join('a'));
  const second = await step(match, { kind: 'answer', player: 'a', question: 1, answer: true, ref: 3 });
  expect(first.map(({ kind }) => kind)).toEqual(['joined', 'ask', 'effect', 'notice']);
  expect(second).toEqual([
    { kind: 'asked', to: 'a', question: 1 },
    { kind: 'accepted', player: 'a', ref: 3 },
    { kind: 'effect-cancelled', effect: 1 },
    { kind: 'ended' },
  ]);
  expect(match.takeOutputs()).toEqual([]);
});

test('P1.7 a seat may be taken again by the same player after a leave, as a new player', async () => {
  const players: Player<TestSpec>[] = [];
  const match = matchOf(async (room) => {
    for await (const player of room.arrivals()) players.push(player);
  });
  await step(match, join('a'));
  await step(match, { kind: 'leave', player: 'a' }, join('a'));
  expect(players.map(({ left }) => left)).toEqual([true, false]);
});

test('M1 a game is checked when it is declared', () => {
  const State = schema({}, 'Empty');
  const declare = (changes: object) => () =>
    defineGame({
      name: 'test',
      title: 'Test',
      seats: { min: 1, max: 2 },
      tickRate: 20,
      state: State,
      messages: {},
      play: async () => undefined,
      ...changes,
    });
  expect(declare({})).not.toThrow();
  for (const changes of [
    { name: 'Bad Name' },
    { tickRate: 0 },
    { tickRate: 1000 },
    { seats: { min: 0, max: 2 } },
    { seats: { min: 3, max: 2 } },
    { seats: { min: 1, max: 1.5 } },
    { messages: { $reserved: z.string() } },
    { messages: { ['x'.repeat(41)]: z.string() } },
  ]) {
    expect(declare(changes)).toThrow(RangeError);
  }
});

test('M2 the room tells the id of its match and the options of its creator', async () => {
  const match = matchOf(async (room) => [room.id, room.options]);
  await step(match);
  expect(match.ended).toEqual({ kind: 'finished', result: ['TEST', {}] });
});
