import { expect, test } from 'vitest';
import { EffectFailed } from '../../../shared/runtime/index.ts';
import { caught, resultOf, virtual } from '../play.ts';

test('E1 an effect goes out with the tick, under a key of match and number', async () => {
  const match = virtual((room) =>
    room.all([() => room.effect('fetch', { url: 'a' }), () => room.effect('fetch', { url: 'b' })]),
  );
  await match.tick();
  expect(match.outputs).toEqual([
    { kind: 'effect', effect: 1, key: 'TEST:1', name: 'fetch', args: { url: 'a' } },
    { kind: 'effect', effect: 2, key: 'TEST:2', name: 'fetch', args: { url: 'b' } },
  ]);
});

test('E2 its result comes back as an entry, at a tick', async () => {
  const match = virtual(async (room) => {
    const both = await room.all([() => room.effect('fetch', { url: 'a' }), () => room.effect('fetch', { url: 'b' })]);
    return [both, room.tick];
  });
  await match.tick();
  match.enter({ kind: 'effect', effect: 2, result: 'B' });
  await match.tick();
  match.enter({ kind: 'effect', effect: 1, result: 'A' });
  await match.tick();
  expect(resultOf(match)).toEqual([['A', 'B'], 3]);
});

test('E3 an error outside is EffectFailed with its name and message', async () => {
  const match = virtual((room) => caught(() => room.effect('fetch', { url: 'a' })));
  await match.tick();
  match.enter({ kind: 'effect', effect: 1, error: { name: 'TypeError', message: 'no route' } });
  await match.tick();
  const error = resultOf<EffectFailed>(match);
  expect(error).toBeInstanceOf(EffectFailed);
  expect([error.message, error.effect]).toEqual(['effect "fetch" failed: TypeError: no route', 'fetch']);
});

test('E4 one that nobody waits for any more is cancelled, and its late result changes nothing', async () => {
  const match = virtual(async (room) => {
    await room.within(100, () => room.effect('fetch', { url: 'a' }));
    await room.sleep(200);
    return 'went on';
  });
  await match.advance(150);
  expect(match.outputs.at(-1)).toEqual({ kind: 'effect-cancelled', effect: 1 });
  match.enter({ kind: 'effect', effect: 1, result: 'late' });
  match.enter({ kind: 'effect', effect: 99, result: 'unknown' });
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toBe('went on');
});

test('E5 a result counts once', async () => {
  const match = virtual(async (room) => {
    const first = await room.effect('fetch', { url: 'a' });
    return [first, await room.effect('fetch', { url: 'b' })];
  });
  await match.tick();
  match.enter({ kind: 'effect', effect: 1, result: 'A' });
  match.enter({ kind: 'effect', effect: 1, result: 'again' });
  await match.tick();
  match.enter({ kind: 'effect', effect: 2, result: 'B' });
  await match.tick();
  expect(resultOf(match)).toEqual(['A', 'B']);
});
