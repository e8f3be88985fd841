import { schema } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runEffect } from '../../../shared/runtime/host.ts';
import { BadEffect, defineGame, EffectFailed } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught, gameOf, resultOf, virtual } from '../play.ts';

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

test('E6 a name that the game does not declare is the error BadEffect, and nothing is asked for', async () => {
  const match = virtual((room) =>
    // @ts-expect-error: a wrong name is an error of the editor as well
    caught(() => room.effect('fetsh', { url: 'a' })),
  );
  await match.tick();
  const error = resultOf<BadEffect>(match);
  expect(error).toBeInstanceOf(BadEffect);
  expect([error.effect, error.message]).toEqual(['fetsh', expect.stringContaining('of the game "test" are fetch')]);
  expect(match.outputs.filter(({ kind }) => kind === 'effect')).toEqual([]);
});

test('E6 a game without effects cannot call any', async () => {
  const quiet = defineGame({
    ...{ name: 'quiet', title: 'Quiet', seats: { min: 1, max: 1 }, tickRate: 10 },
    state: schema({}, 'QuietState'),
    messages: {},
    play: (room) =>
      // @ts-expect-error: such a game has no names of effects
      caught(() => room.effect('constructor', {})),
  });
  const match = new VirtualMatch(quiet);
  await match.tick();
  expect(resultOf<BadEffect>(match).message).toContain('the game "quiet" declares no effects');
});

test('E7 arguments go out as their schema gives them; others are the error BadEffect at the call', async () => {
  const wrong: unknown[] = [{ url: 5 }, 'text', undefined, {}];
  const match = virtual(async (room) => {
    void room.effect('fetch', Object.assign({ url: 'a' }, { more: 1 })).catch(() => undefined);
    const errors: unknown[] = [];
    for (const args of wrong) errors.push(await caught(() => room.effect('fetch', args as { url: string })));
    return errors;
  });
  await match.tick();
  const errors = resultOf<BadEffect[]>(match);
  expect(errors.map(({ name }) => name)).toEqual(wrong.map(() => 'BadEffect'));
  expect(errors[0]?.message).toContain('args.url: ');
  const asked = match.outputs.filter(({ kind }) => kind === 'effect');
  expect(asked).toEqual([expect.objectContaining({ effect: 1, args: { url: 'a' } })]);
});

test('E7 arguments that are not plain data are the error BadEffect', async () => {
  const loose = defineGame({
    ...gameOf(async () => undefined),
    effects: { post: { args: z.any(), result: z.undefined() } },
    play: (room) => caught(() => room.effect('post', { when: new Map() })),
  });
  const match = new VirtualMatch(loose);
  await match.tick();
  expect(resultOf<BadEffect>(match).message).toContain('args.when is a Map');
});

test('E8 a result enters as its schema gives it, and not at all where it does not fit or is not plain data', async () => {
  const output = { kind: 'effect', effect: 1, key: 'TEST:1', name: 'fetch', args: {} } as const;
  const strict = gameOf(async () => undefined);
  const loose = { ...strict, effects: { fetch: { args: z.any(), result: z.any() } } };
  expect(await runEffect(strict, output, () => 'a page')).toEqual({ kind: 'effect', effect: 1, result: 'a page' });
  for (const [game, result] of [
    [strict, 7],
    [loose, new Map()],
  ] as const) {
    const { error } = await runEffect(game, output, () => result);
    expect(error).toEqual({
      name: 'BadEffectResult',
      message: expect.stringContaining('the result of "fetch" was refused'),
    });
  }
});

test('E8 what a handler throws enters as the error, whatever it is', async () => {
  const output = { kind: 'effect', effect: 1, key: 'TEST:1', name: 'fetch', args: {} } as const;
  const game = gameOf(async () => undefined);
  const { error } = await runEffect(game, output, () => Promise.reject(new TypeError('no route')));
  expect(error).toEqual({ name: 'TypeError', message: 'no route' });
});
