import { schema } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkEffects } from '../../../shared/runtime/host.ts';
import { defineEffects, defineGame } from '../../../shared/runtime/index.ts';

const HEADER = { title: 'Post', seats: { min: 1, max: 1 }, tickRate: 10 };

const post = defineGame({
  ...HEADER,
  name: 'post',
  state: schema({}, 'PostState'),
  messages: {},
  effects: {
    send: { args: z.object({ text: z.string(), copies: z.number().default(1) }), result: z.number() },
    receive: { args: z.null(), result: z.array(z.string()).default([]) },
  },
  play: (room) => room.effect('send', { text: 'hello' }),
});

const quiet = defineGame({
  ...HEADER,
  name: 'quiet',
  state: schema({}, 'QuietState'),
  messages: {},
  play: async () => undefined,
});

const effects = defineEffects(post, {
  send: ({ text, copies }) => text.length * copies,
  receive: { run: async () => ['a letter'], offline: () => undefined },
});

test('E9 each effect of a game has a handler, or one for servers and one for practice', () => {
  expect(effects.game).toBe('post');
  expect([...effects.behaviours].map(([name, { offline }]) => [name, offline !== undefined])).toEqual([
    ['send', false],
    ['receive', true],
  ]);
});

test('E9 handlers have the types that the game declares', () => {
  defineEffects(post, {
    // @ts-expect-error: there is no such argument
    send: ({ words }) => words,
    // @ts-expect-error: the result is a list of texts
    receive: () => 5,
  });
  // @ts-expect-error: the game declares no effects
  expect(() => defineEffects(quiet, { send: () => 1 })).toThrow();
});

test('E10 a missing handler is an error that names the game and the effect', () => {
  // @ts-expect-error: receive is missing
  const define = (): unknown => defineEffects(post, { send: () => 1 });
  expect(define).toThrow('the game "post" declares the effect "receive", and defineEffects() has no handler for it');
  expect(() => checkEffects(post, undefined)).toThrow('the game "post" declares the effect "send", and nothing says');
  expect(() => checkEffects(quiet, undefined)).not.toThrow();
});

test('E10 so is a handler of no effect, and the effects of another game', () => {
  const more = { send: () => 1, receive: () => [], sent: () => 1 };
  expect(() => defineEffects(post, more)).toThrow(
    'has a handler "sent" for the game "post", which declares only send, receive',
  );
  const silent = { game: 'quiet', behaviours: effects.behaviours };
  expect(() => checkEffects(quiet, silent)).toThrow('for the game "quiet", which declares no effects');
  expect(() => checkEffects(quiet, effects)).toThrow('the game "quiet" is given the effects of "post"');
  expect(() => checkEffects(post, effects)).not.toThrow();
});
