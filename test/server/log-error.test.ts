import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { errorForLog } from '../../server/log-error.ts';

function fail(): never {
  throw new Error('trap');
}

function ring(): Error {
  const error = new AggregateError([], 'ring');
  error.errors.push(error);
  error.cause = error;
  return error;
}

function deepCause(depth: number): Error {
  let error = new Error('bottom');
  for (let level = 0; level < depth; level++) error = new Error(`level ${level}`, { cause: error });
  return error;
}

const THROWN: [string, unknown, string][] = [
  ['a ring of causes and errors', ring(), 'ring'],
  ['causes 20,000 deep', deepCause(20_000), 'level 19999'],
  ['an error whose stack throws', Object.defineProperty(new Error('mine'), 'stack', { get: fail }), 'mine'],
  [
    'a message that throws',
    Object.defineProperty(new Error('x'), 'message', { get: fail }),
    'an error that cannot be read',
  ],
  [
    'a proxy whose traps throw',
    new Proxy(new Error('x'), new Proxy({}, { get: () => fail })),
    'an error that cannot be read',
  ],
  [
    'a group of 100,000',
    new AggregateError(
      Array.from({ length: 100_000 }, () => new Error('one')),
      'many',
    ),
    'many',
  ],
  ['a huge message', new Error('x'.repeat(1_000_000)), 'x'.repeat(1_000)],
  ['a symbol', Symbol('x'), 'Symbol(x) was thrown, which is no Error'],
];

test.each(THROWN)('an error is logged in a line of bounded length: %s', (_, thrown, message) => {
  const lines: string[] = [];
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  pino({ base: undefined, serializers: { err: errorForLog } }, out).error({ err: thrown }, 'room failed');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.length).toBeLessThan(100_000);
  expect(lines[0]).toContain(`"message":"${message}`);
});

test('an error is logged with its stack, its code, its causes and the errors of a group', () => {
  const cause = Object.assign(new Error('disk'), { code: 'ENOSPC' });
  const logged = errorForLog(new AggregateError([new Error('one')], 'many', { cause }));
  expect(logged).toMatchObject({
    type: 'AggregateError',
    message: 'many',
    stack: expect.stringContaining('log-error.test.ts') as string,
    cause: { type: 'Error', message: 'disk', code: 'ENOSPC' },
    errors: [{ type: 'Error', message: 'one' }],
  });
});
