import { expect, test } from 'vitest';
import { DuplicateWait, OutsideTurn, PlayerLeft, TimeoutError, type Player } from '../../../shared/runtime/index.ts';
import { caught, play, resultOf, virtual, type TestSpec } from '../play.ts';

test('P2.1 next gives the next message of its type, and the message is accepted', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return [await ann.next('move'), await ann.next('other')];
  });
  const ann = await match.join('Ann');
  const replies = [match.send(ann, 'move', 5)];
  await match.tick();
  replies.push(match.send(ann, 'other', 'x'));
  await match.tick();
  expect(resultOf(match)).toEqual([5, 'x']);
  expect(replies.map(({ reply }) => reply)).toEqual(['accepted', 'accepted']);
});

test('P2.2 a message that no task awaits when it arrives is answered "not now" and changes nothing', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const first = await ann.next('move');
    await room.sleep(100);
    return [first, await ann.next('move', { timeoutMs: 100, otherwise: -1 })];
  });
  const ann = await match.join('Ann');
  const click = match.send(ann, 'move', 1);
  const doubleClick = match.send(ann, 'move', 1);
  await match.tick();
  const early = match.send(ann, 'move', 2);
  await match.until(() => match.ended !== undefined);
  expect([click, doubleClick, early].map(({ reply }) => reply)).toEqual(['accepted', 'not-now', 'not-now']);
  expect(resultOf(match)).toEqual([1, -1]);
});

test('P2.3 a message is for its player only', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(2);
    return ann.next('move');
  });
  const ann = await match.join('Ann');
  const bob = await match.join('Bob');
  const fromBob = match.send(bob, 'move', 1);
  const fromAnn = match.send(ann, 'move', 2);
  await match.tick();
  expect([fromBob.reply, fromAnn.reply, resultOf(match)]).toEqual(['not-now', 'accepted', 2]);
});

test('P2.4 a buffered type is kept up to its bound, in order; past it the answer is "queue-full"', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(100);
    return [
      await ann.next('kept'),
      await ann.next('kept'),
      await ann.next('kept'),
      await ann.next('kept', { timeoutMs: 1, otherwise: 0 }),
    ];
  });
  const ann = await match.join('Ann');
  const sent = [1, 2, 3, 4].map((data) => match.send(ann, 'kept', data));
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([1, 2, 3, 0]);
  expect(sent.map(({ reply }) => reply)).toEqual(['accepted', 'accepted', 'accepted', 'queue-full']);
});

test('P2.5 several strands may wait for the same message: the first to wait gets it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return room.all([() => ann.next('move'), () => ann.next('move')]);
  });
  const ann = await match.join('Ann');
  match.send(ann, 'move', 1);
  match.send(ann, 'move', 2);
  await match.tick();
  expect(resultOf(match)).toEqual([1, 2]);
});

test('P2.6 timeoutMs without otherwise throws TimeoutError, which names player and message', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return [await caught(() => ann.next('move', { timeoutMs: 100 })), room.now];
  });
  await match.join('Ann');
  await match.until(() => match.ended !== undefined);
  const [error, at] = resultOf<[Error, number]>(match);
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error.message).toBe('Ann did not answer "move" from Ann within 100 ms');
  expect(at).toBe(150);
});

test('P2.6 passing the key means a default: otherwise: undefined gives undefined, when the time is up and after a leave', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const late: number | undefined = await ann.next('move', { timeoutMs: 100, otherwise: undefined });
    const unanswered: boolean | undefined = await ann.ask(
      'ready',
      { round: 1 },
      { timeoutMs: 100, otherwise: undefined },
    );
    const left: number | undefined = await ann.next('move', { otherwise: undefined });
    return ['got', late, unanswered, left];
  });
  const ann = await match.join('Ann');
  await match.advance(1_000);
  match.leave(ann);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual(['got', undefined, undefined, undefined]);
});

test('P2.6 leaving the key out means no default, and the type of the result has no undefined', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const waits = [
      (): Promise<number> => ann.next('move', { timeoutMs: 100 }),
      (): Promise<boolean> => ann.ask('ready', { round: 1 }, { timeoutMs: 100 }),
    ];
    return Promise.all(waits.map((wait) => caught(wait)));
  });
  await match.join('Ann');
  await match.until(() => match.ended !== undefined);
  expect(resultOf<unknown[]>(match).map((error) => error instanceof TimeoutError)).toEqual([true, true]);
});

test('P2.6 a timeout of 0 or less waits until the next tick; NaN is a RangeError', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const error = await caught(() => ann.next('move', { timeoutMs: NaN }));
    await ann.next('move', { timeoutMs: 0, otherwise: 1 });
    return [error instanceof RangeError, room.tick];
  });
  await match.join('Ann');
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([true, 2]);
});

test('R16.1 a player who leaves for good ends the waits on them with PlayerLeft', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const error = await caught(() => ann.next('move', { timeoutMs: 60_000 }));
    return [error, ann.left, ann.connected, room.players.length];
  });
  const ann = await match.join('Ann');
  match.leave(ann);
  await match.tick();
  const [error, ...rest] = resultOf<[PlayerLeft]>(match);
  expect(error).toBeInstanceOf(PlayerLeft);
  expect([error.message, error.seat]).toEqual(['Ann (seat 0) has left', 0]);
  expect(rest).toEqual([true, false, 0]);
});

test('R16.2 otherwise answers a leave as well', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return [await ann.next('move', { otherwise: 7 }), await ann.next('move', { otherwise: 8 })];
  });
  const ann = await match.join('Ann');
  match.leave(ann);
  await match.tick(2);
  expect(resultOf(match)).toEqual([7, 8]);
});

test('R16.3 a wait on one who is gone already ends at the next tick', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.until(() => ann.left);
    const log: unknown[] = [room.tick];
    log.push(await ann.next('move', { otherwise: 1, timeoutMs: 60_000 }), room.tick);
    log.push((await caught(() => ann.next('move'))) instanceof PlayerLeft, room.tick);
    log.push((await caught(() => ann.ask('ready', { round: 1 }))) instanceof PlayerLeft, room.tick);
    return log;
  });
  const ann = await match.join('Ann');
  match.leave(ann);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([2, 1, 3, true, 4, true, 5]);
  expect(match.questions(ann)).toEqual([]);
});

test('R16.4 a dropped connection keeps them waiting', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move');
  });
  const ann = await match.join('Ann');
  match.drop(ann);
  await match.advance(60_000);
  const [player] = match.match.players;
  const states = [player?.connected, player?.left, match.ended];
  match.return(ann);
  match.send(ann, 'move', 5);
  await match.tick();
  expect(states).toEqual([false, false, undefined]);
  expect([player?.connected, resultOf(match)]).toEqual([true, 5]);
});

test('R16.4 the timeouts of waits run on meanwhile', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move', { timeoutMs: 500, otherwise: -1 });
  });
  const ann = await match.join('Ann');
  match.drop(ann);
  await match.advance(500);
  expect(resultOf(match)).toBe(-1);
});

test('R16.5 a second wait by one strand for the same player and type is DuplicateWait', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const first = ann.next('move');
    const other = ann.next('other');
    const error = await caught(() => ann.next('move'));
    return [error, await first, await other];
  });
  const ann = await match.join('Ann');
  match.send(ann, 'move', 1);
  match.send(ann, 'other', 'x');
  await match.tick();
  const [error, ...values] = resultOf<[Error]>(match);
  expect(error).toBeInstanceOf(DuplicateWait);
  expect(error.message).toContain('"play" already waits for "move" from Ann');
  expect(values).toEqual([1, 'x']);
});

test('R6.5 a message and a leave in one tick count in the order in which they arrived', async () => {
  const outcome = async (first: 'message' | 'leave'): Promise<unknown> => {
    const match = virtual(async (room) => {
      const [ann] = await room.seated(1);
      return ann.next('move', { otherwise: -1 });
    });
    const ann = await match.join('Ann');
    if (first === 'message') match.send(ann, 'move', 5);
    match.leave(ann);
    if (first === 'leave') match.send(ann, 'move', 5);
    await match.tick();
    return resultOf(match);
  };
  expect([await outcome('message'), await outcome('leave')]).toEqual([5, -1]);
});

test('R19.3 next outside a turn is OutsideTurn', async () => {
  let player: Player<TestSpec> | undefined;
  const match = virtual(async (room) => {
    [player] = await room.seated(1);
    await room.sleep(1000);
  });
  await match.join('Ann');
  expect(() => player?.next('move')).toThrow(OutsideTurn);
  expect(() => player?.ask('ready', { round: 1 })).toThrow(OutsideTurn);
  expect(() => player?.messages('move')).toThrow(OutsideTurn);
  expect(() => player?.notify('hello', 'x')).toThrow(OutsideTurn);
  expect(() => player?.kick('x')).toThrow(OutsideTurn);
});

test('P2.7 a wait that nobody can end does not keep a match from being described or stopped', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await ann.next('move');
  });
  await match.join('Ann');
  match.match.fail(new Error('stopped by the host'));
  await match.tick();
  expect(match.ended?.kind).toBe('failed');
  expect(await play(async () => 'others go on')).toBe('others go on');
});
