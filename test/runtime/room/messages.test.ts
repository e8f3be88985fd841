import { expect, test } from 'vitest';
import { DuplicateWait, WrongStrand, type Task } from '../../../shared/runtime/index.ts';
import { caught, resultOf, virtual } from '../play.ts';

test('R17.1 messages() subscribes when it is called, and keeps what comes while the loop is busy', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const moves = ann.messages('move');
    const taken: number[] = [];
    await room.sleep(200);
    for await (const move of moves) {
      taken.push(move);
      await room.sleep(100);
      if (taken.length === 3) break;
    }
    return taken;
  });
  const ann = await match.join('Ann');
  const sent = [1, 2, 3].map((move) => match.send(ann, 'move', move));
  await match.tick();
  const before = sent.map(({ reply }) => reply);
  await match.until(() => match.ended !== undefined);
  expect(before).toEqual([undefined, undefined, undefined]);
  expect(resultOf(match)).toEqual([1, 2, 3]);
  expect(sent.map(({ reply }) => reply)).toEqual(['accepted', 'accepted', 'accepted']);
});

test('R17.2 within a bound: past it the answer is "queue-full"', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const moves = ann.messages('move');
    await room.sleep(100);
    let count = 0;
    for await (const _ of moves) if (++count === 64) break;
    return count;
  });
  const ann = await match.join('Ann');
  const sent = Array.from({ length: 66 }, (_, move) => match.send(ann, 'move', move));
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe(64);
  expect(sent.filter(({ reply }) => reply === 'accepted')).toHaveLength(64);
  expect(sent.slice(64).map(({ reply }) => reply)).toEqual(['queue-full', 'queue-full']);
});

test('R17.2 so it is for a buffered type: nothing overtakes what the loop has not taken', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const letters = ann.messages('kept');
    await room.sleep(200);
    const taken: number[] = [];
    for await (const letter of letters) {
      taken.push(letter);
      if (letter === 100) break;
    }
    return taken;
  });
  const ann = await match.join('Ann');
  const sent = Array.from({ length: 66 }, (_, letter) => match.send(ann, 'kept', letter));
  await match.advance(200);
  match.send(ann, 'kept', 100);
  await match.tick();
  expect(resultOf(match)).toEqual([...Array.from({ length: 64 }, (_, letter) => letter), 100]);
  expect(sent.slice(63).map(({ reply }) => reply)).toEqual(['accepted', 'queue-full', 'queue-full']);
});

test('R17.3 a loop begins with what its buffered type has kept', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(100);
    const taken: number[] = [];
    for await (const letter of ann.messages('kept')) if (taken.push(letter) === 3) break;
    return taken;
  });
  const ann = await match.join('Ann');
  for (const letter of [1, 2, 3]) match.send(ann, 'kept', letter);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([1, 2, 3]);
});

test('R17.4 leaving the loop unsubscribes: what it has not taken is answered "not now"', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    for await (const move of ann.messages('move')) if (move === 1) break;
    return ann.next('move', { timeoutMs: 200, otherwise: -1 });
  });
  const ann = await match.join('Ann');
  const sent = [1, 2, 3].map((move) => match.send(ann, 'move', move));
  await match.until(() => match.ended !== undefined);
  expect(sent.map(({ reply }) => reply)).toEqual(['accepted', 'not-now', 'not-now']);
  expect(resultOf(match)).toBe(-1);
});

test('R17.4 of a buffered type it goes back to the head of the buffer, in order', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    for await (const letter of ann.messages('kept')) if (letter === 1) break;
    return [await ann.next('kept'), await ann.next('kept')];
  });
  const ann = await match.join('Ann');
  for (const letter of [1, 2, 3]) match.send(ann, 'kept', letter);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([2, 3]);
});

test('R17.4 the end of its strand unsubscribes as well', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const task = room.spawn('task', async () => {
      ann.messages('move');
      await room.sleep(100);
    });
    await task.join();
    await room.sleep(100);
  });
  const ann = await match.join('Ann');
  const during = match.send(ann, 'move', 1);
  await match.advance(150);
  const after = match.send(ann, 'move', 2);
  await match.tick();
  expect([during.reply, after.reply]).toEqual(['not-now', 'not-now']);
});

test('P3.1 a strand that waits with next() comes before a loop', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const looped: number[] = [];
    const loop = room.spawn('loop', async () => {
      for await (const move of ann.messages('move')) looped.push(move);
    });
    const first = await ann.next('move');
    await room.sleep(100);
    loop.cancel();
    return [first, looped];
  });
  const ann = await match.join('Ann');
  await match.tick();
  match.send(ann, 'move', 1);
  match.send(ann, 'move', 2);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([1, [2]]);
});

test('P3.2 the loop ends when the player has left, after what it has', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const taken: number[] = [];
    for await (const move of ann.messages('move')) {
      taken.push(move);
      await room.sleep(100);
    }
    for await (const move of ann.messages('move')) taken.push(move);
    return taken;
  });
  const ann = await match.join('Ann');
  for (const move of [1, 2]) match.send(ann, 'move', move);
  match.leave(ann);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([1, 2]);
});

test('R17.5 an iterator belongs to the strand that made it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const moves = ann.messages('move');
    const thief: Task<unknown> = room.spawn('thief', () => caught(() => moves.next()));
    return thief.join();
  });
  await match.join('Ann');
  const error = resultOf<Error>(match);
  expect(error).toBeInstanceOf(WrongStrand);
  expect(error.message).toContain('belongs to "play", but ran in a turn of "thief"');
});

test('R17.5 and takes one step at a time', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const moves = ann.messages('move');
    const first = moves.next();
    const error = await caught(() => moves.next());
    return [error instanceof DuplicateWait, (await first).value];
  });
  const ann = await match.join('Ann');
  match.send(ann, 'move', 5);
  await match.tick();
  expect(resultOf(match)).toEqual([true, 5]);
});

test('R17.1 a returned iterator ends the step that waits', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const moves = ann.messages('move');
    const step = moves.next();
    await moves.return?.();
    return step;
  });
  await match.join('Ann');
  expect(resultOf(match)).toEqual({ done: true, value: undefined });
});

test('R16.5 a step of another loop over the same messages, while a step waits, is DuplicateWait', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return caught(async () => {
      for (;;) await Promise.race([ann.messages('move').next(), room.sleep(100)]);
    });
  });
  await match.join('Ann');
  await match.tick(10);
  expect(resultOf<Error>(match)).toBeInstanceOf(DuplicateWait);
});

test('R5.8 a message that was handed to a loop which was returned meanwhile goes back as well', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const now = room.event();
    const victim = room.spawn('victim', () => ann.next('kept'));
    await room.nextTick();
    const loop = room.spawn('loop', async () => {
      const messages = ann.messages('kept');
      void messages.next();
      await now.wait();
      await messages.return?.();
      loop.cancel();
    });
    room.spawn('canceller', async () => {
      await ann.next('other');
      now.set();
      // The message that came in this tick goes from the victim to the loop, whose strand has its turn before that.
      victim.cancel();
    });
    await room.sleep(500);
    return ann.next('kept', { timeoutMs: 100, otherwise: -1 });
  });
  const ann = await match.join('Ann');
  await match.tick(3);
  match.send(ann, 'other', 'go');
  const sent = match.send(ann, 'kept', 7);
  await match.tick(20);
  expect([resultOf(match), sent.reply]).toEqual([7, 'accepted']);
});
