import { expect, test } from 'vitest';
import { virtual } from './play.ts';

const odd = (move: number): string | undefined => (move % 2 === 0 ? undefined : `${move} is odd`);

test('P9.1 a message that the wait refuses is answered "illegal" with the reason, and the wait goes on', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.next('move', { refuse: odd });
  });
  const ann = await match.join('Ann');
  const first = match.send(ann, 'move', 1);
  await match.tick();
  const second = match.send(ann, 'move', 2);
  await match.tick();
  expect([first.reply, second.reply]).toEqual(['illegal', 'accepted']);
  expect(match.outputs.find(({ kind }) => kind === 'refused')).toMatchObject({ message: '1 is odd' });
  expect(match.ended).toEqual({ kind: 'finished', result: 2 });
});

test('P9.2 a refused message makes no wait longer', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await ann.next('move', { refuse: odd, timeoutMs: 1000, otherwise: undefined });
    return room.now;
  });
  const ann = await match.join('Ann');
  await match.advance(900);
  match.send(ann, 'move', 1);
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: 1050 });
});

test('P9.3 a message that one wait refuses goes to the next that takes it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return room.race([
      async () => ['even', await ann.next('move', { refuse: odd })],
      async () => ['any', await ann.next('move')],
    ]);
  });
  const ann = await match.join('Ann');
  match.send(ann, 'move', 1);
  await match.tick();
  expect(match.ended).toEqual({ kind: 'finished', result: ['any', 1] });
});

test('P9.4 buffered messages are looked at in order, and those refused are answered', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    await room.sleep(200);
    return ann.next('kept', { refuse: odd });
  });
  const ann = await match.join('Ann');
  const sent = [1, 4, 3].map((move) => match.send(ann, 'kept', move));
  await match.until(() => match.ended !== undefined);
  expect(sent.map(({ reply }) => reply)).toEqual(['illegal', 'accepted', undefined]);
  expect(match.ended).toEqual({ kind: 'finished', result: 4 });
});

test('P9.5 an error in refuse ends the wait with it', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const refuse = (): undefined => {
      throw new Error('broken rule');
    };
    return ann.next('move', { refuse }).catch(String);
  });
  const ann = await match.join('Ann');
  const sent = match.send(ann, 'move', 1);
  await match.tick();
  expect(sent.reply).toBe('illegal');
  expect(match.ended).toEqual({ kind: 'finished', result: 'Error: broken rule' });
});
