import { expect, test } from 'vitest';
import { DuplicateWait, PlayerLeft, TimeoutError } from '../../../shared/runtime/index.ts';
import { caught, resultOf, virtual } from '../play.ts';

test('P4.1 ask sends a numbered question, and its answer ends the wait', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return [await ann.ask('ready', { round: 1 }), await ann.ask('ready', { round: 2 })];
  });
  const ann = await match.join('Ann');
  const yes = match.answer(ann, true);
  await match.tick();
  const no = match.answer(ann, false);
  await match.tick();
  expect(resultOf(match)).toEqual([true, false]);
  expect([yes.reply, no.reply]).toEqual(['accepted', 'accepted']);
  expect(match.outputs.filter(({ kind }) => kind === 'ask' || kind === 'asked')).toEqual([
    { kind: 'ask', to: ann, question: 1, name: 'ready', data: { round: 1 } },
    { kind: 'asked', to: ann, question: 1 },
    { kind: 'ask', to: ann, question: 2, name: 'ready', data: { round: 2 } },
    { kind: 'asked', to: ann, question: 2 },
  ]);
});

test('P4.2 an answer to another question, or by another player, is refused as stale', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(2);
    const first = await ann.ask('ready', { round: 1 });
    return [first, await ann.ask('ready', { round: 2 })];
  });
  const ann = await match.join('Ann');
  const bob = await match.join('Bob');
  const forged = match.answer(bob, true, 1);
  const answer = match.answer(ann, true, 1);
  const twice = match.answer(ann, false, 1);
  await match.tick();
  const stale = match.answer(ann, false, 1);
  await match.tick();
  const stillOpen = match.ended;
  match.answer(ann, true, 2);
  await match.tick();
  expect([forged, answer, twice, stale].map(({ reply }) => reply)).toEqual([
    'stale-answer',
    'accepted',
    'stale-answer',
    'stale-answer',
  ]);
  expect([stillOpen, resultOf(match)]).toEqual([undefined, [true, true]]);
});

test('P4.3 an open question is asked again when its player comes back', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return ann.ask('ready', { round: 1 });
  });
  const ann = await match.join('Ann');
  match.drop(ann);
  await match.tick();
  match.return(ann);
  await match.tick();
  expect(match.questions(ann).map(({ question }) => question)).toEqual([1, 1]);
  match.answer(ann, true);
  await match.tick();
  match.drop(ann);
  match.return(ann);
  await match.tick();
  expect(match.questions(ann)).toHaveLength(2);
  expect(resultOf(match)).toBe(true);
});

test('P4.4 timeout, leave and cancellation close the question', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    const late = await caught(() => ann.ask('ready', { round: 1 }, { timeoutMs: 100 }));
    const other = await ann.ask('ready', { round: 2 }, { timeoutMs: 100, otherwise: 'slow' });
    const cut = await room.within(100, () => ann.ask('ready', { round: 3 }));
    const left = await caught(() => ann.ask('ready', { round: 4 }));
    return [late, other, cut, left];
  });
  const ann = await match.join('Ann');
  await match.advance(300);
  match.leave(ann);
  await match.tick();
  const [late, other, cut, left] = resultOf<unknown[]>(match);
  expect(late).toBeInstanceOf(TimeoutError);
  expect([other, cut]).toEqual(['slow', undefined]);
  expect(left).toBeInstanceOf(PlayerLeft);
  const closed = match.outputs.filter((output) => output.kind === 'asked').map(({ question }) => question);
  expect(closed).toEqual([1, 2, 3, 4]);
});

test('P4.5 one strand may ask several players, and one player several questions', async () => {
  const match = virtual(async (room) => {
    const [ann, bob] = await room.seated(2);
    return Promise.all([
      ann.ask('ready', { round: 1 }),
      ann.ask('ready', { round: 2 }),
      bob.ask('ready', { round: 1 }),
    ]);
  });
  const ann = await match.join('Ann');
  const bob = await match.join('Bob');
  match.answer(bob, true);
  match.answer(ann, false, 2);
  match.answer(ann, true, 1);
  await match.tick();
  expect(resultOf(match)).toEqual([true, false, true]);
});

test('R16.5 the same question again to the same player, while it waits, is DuplicateWait', async () => {
  const match = virtual(async (room) => {
    const [ann] = await room.seated(1);
    return caught(async () => {
      for (;;) await Promise.race([ann.ask('ready', { round: 1 }), room.sleep(100)]);
    });
  });
  await match.join('Ann');
  await match.tick(10);
  expect(resultOf<Error>(match)).toBeInstanceOf(DuplicateWait);
  expect(match.outputs.filter(({ kind }) => kind === 'ask')).toHaveLength(1);
});
