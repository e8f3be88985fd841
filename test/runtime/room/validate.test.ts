import { z } from 'zod';
import { expect, test } from 'vitest';
import { validateAnswer, validateMessage } from '../../../shared/runtime/host.ts';
import { gameOf } from '../play.ts';

const game = gameOf(async () => undefined);

test('P8.1 a message of a known type and shape is let in', () => {
  expect(validateMessage(game, 'move', 5)).toEqual({ ok: true, data: 5 });
  expect(validateMessage(game, 'kept', 5)).toEqual({ ok: true, data: 5 });
});

test('P8.2 an unknown type is refused, with the types that there are', () => {
  expect(validateMessage(game, 'fly', 5)).toEqual({
    ok: false,
    code: 'unknown-type',
    message: 'there is no message type "fly"; there are: move, other, kept',
  });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('P8.2 %s is an unknown type', (type) => {
  expect(validateMessage(game, type, 5)).toMatchObject({ ok: false, code: 'unknown-type' });
});

test.each([undefined, null, 'x', {}, [], NaN])('P8.3 data of another shape is refused: %s', (data) => {
  expect(validateMessage(game, 'move', data)).toMatchObject({ ok: false, code: 'bad-shape' });
});

test('P8.3 what goes back holds no control characters and is short', () => {
  const checked = validateMessage(game, `\u0000\u001b[31m${'x'.repeat(10_000)}`, 5);
  const message = checked.ok ? '' : checked.message;
  expect(message.length).toBeLessThan(250);
  expect(message).not.toMatch(/\p{C}/u);
});

test('P8.4 answers are checked likewise', () => {
  expect(validateAnswer(game, 'ready', true)).toEqual({ ok: true, data: true });
  expect(validateAnswer(game, 'ready', 'yes')).toMatchObject({ ok: false, code: 'bad-shape' });
  expect(validateAnswer(game, 'constructor', true)).toMatchObject({ ok: false, code: 'stale-answer' });
});

const ring: unknown[] = [];
ring.push(ring);

/** A few arrays in memory, and 2^40 when they are written down. */
let graph: unknown[] = [];
for (let depth = 0; depth < 40; depth++) graph = [graph, graph];

const UNKEPT: Record<string, unknown> = {
  graph,
  ring,
  date: new Date(0),
  map: new Map(),
  bytes: new Uint8Array(2),
  bigint: { deep: [1n] },
};

test.each(Object.keys(UNKEPT))('P8.5 data that no journal keeps is refused, whatever the schema says: %s', (name) => {
  const data = UNKEPT[name];
  const anything = { ...game, messages: { say: z.unknown() } };
  expect(validateMessage(anything, 'say', data)).toMatchObject({ ok: false, code: 'bad-shape' });
  expect(validateMessage(anything, 'say', [{ n: -0, text: 'x', none: undefined }, null])).toMatchObject({ ok: true });
});
