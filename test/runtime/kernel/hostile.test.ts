// oxlint-disable unicorn/no-thenable, typescript/only-throw-error -- such are the cases
import { expect, test } from 'vitest';
import { besideNeighbour, type LooseScript } from './hostile-script.ts';

function thrower(what: string): () => never {
  return () => {
    throw new Error(what);
  };
}

/** A proxy whose every trap throws. */
function trapped(target: object): unknown {
  const handler = new Proxy({}, { get: () => thrower('trap') });
  return new Proxy(target, handler);
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function withGetter(key: string, target: object = new Error('x')): unknown {
  return Object.defineProperty(target, key, { get: thrower(`no ${key}`) });
}

function deepCause(depth: number): Error {
  let error = new Error('bottom');
  for (let level = 0; level < depth; level++) error = new Error(`level ${level}`, { cause: error });
  return error;
}

function deepGroup(depth: number): Error {
  let error: Error = new Error('bottom');
  for (let level = 0; level < depth; level++) error = new AggregateError([error], `level ${level}`);
  return error;
}

function ring(): AggregateError {
  const error = new AggregateError([], 'ring');
  error.errors.push(error);
  error.cause = error;
  return error;
}

/** 2³⁰ ways lead down. */
function manyPaths(): Error {
  let error: Error = new Error('bottom');
  for (let level = 0; level < 30; level++) error = new AggregateError([error, error], 'two of one');
  return error;
}

const UNREADABLE = /what was thrown cannot be read/;

const THROWN: [string, () => unknown, RegExp][] = [
  ['undefined', () => undefined, /undefined was thrown, which is no Error/],
  ['null', () => null, /null was thrown, which is no Error/],
  ['a symbol', () => Symbol('x'), /Symbol\(x\) was thrown, which is no Error/],
  ['a function', () => () => 1, /\(\) => 1 was thrown/],
  ['a huge text', () => 'x'.repeat(10_000_000), /x{1000}…$/],
  [
    'an object without a prototype',
    () => Object.create(null) as unknown,
    /an object without a text of its own was thrown/,
  ],
  ['an object whose toString throws', () => ({ toString: thrower('no text') }), /without a text of its own was thrown/],
  ['an object whose every field throws', () => withGetter('message', withGetter('stack', {}) as object), /was thrown/],
  ['a proxy of an error, with throwing traps', () => trapped(new Error('x')), UNREADABLE],
  ['a proxy of an object, with throwing traps', () => trapped({}), UNREADABLE],
  ['a proxy of a function, with throwing traps', () => trapped(() => 1), UNREADABLE],
  ['a revoked proxy', revoked, UNREADABLE],
  ['an error whose message throws', () => withGetter('message'), UNREADABLE],
  ['an error whose name throws', () => withGetter('name'), UNREADABLE],
  ['an error whose stack throws', () => withGetter('stack'), UNREADABLE],
  ['an error whose cause throws', () => withGetter('cause'), UNREADABLE],
  ['an error whose message is a symbol', () => Object.assign(new Error('x'), { message: Symbol('m') }), UNREADABLE],
  ['an error whose name is an object', () => Object.assign(new Error('x'), { name: {} }), UNREADABLE],
  [
    'an error of a class that has no name',
    () => Object.setPrototypeOf(new Error('x'), Object.create(Error.prototype)) as unknown,
    /x/,
  ],
  ['a group without errors', () => Object.assign(new AggregateError([], 'group'), { errors: undefined }), /group/],
  ['a group whose errors throw', () => withGetter('errors', new AggregateError([], 'group')), /group|cannot be read/],
  [
    'a group with billions of holes',
    () => Object.assign(new AggregateError([], 'group'), { errors: Object.assign([], { length: 4e9 }) }),
    /group/,
  ],
  ['a ring', ring, /ring/],
  ['errors within each other on a billion ways', manyPaths, /two of one/],
  ['causes 20,000 deep', () => deepCause(20_000), /level 19999/],
  ['groups 20,000 deep', () => deepGroup(20_000), /level 19999/],
  ['a thenable', () => ({ then: thrower('then') }), /was thrown, which is no Error/],
  ['a promise that is rejected', () => Promise.resolve(1), /\[object Promise\] was thrown/],
  [
    'a suppressed error whose parts throw',
    () => withGetter('suppressed', Object.assign(new Error('x'), { name: 'SuppressedError', error: 1 })),
    /x|cannot be read/,
  ],
];

const WAYS: [string, (thrown: () => unknown) => LooseScript][] = [
  [
    'by the script',
    (thrown) => async () => {
      throw thrown();
    },
  ],
  [
    'by a task',
    (thrown) => async (room) => {
      room.spawn('t', async () => {
        throw thrown();
      });
      await room.sleep(1e9);
    },
  ],
  [
    'by a synchronous branch',
    (thrown) => (room) =>
      room.all([
        () => room.sleep(1e9),
        () => {
          throw thrown();
        },
      ]),
  ],
  [
    'by the cleanup of a cancelled task',
    (thrown) => (room) =>
      room.scope(async (scope) => {
        scope.spawn('t', async () => {
          try {
            await room.sleep(1e9);
          } finally {
            // oxlint-disable-next-line no-unsafe-finally -- that is the case
            throw thrown();
          }
        });
        await room.nextTick();
        scope.cancel();
      }),
  ],
  [
    'by a system',
    (thrown) => async (room) => {
      room.onTick(() => {
        if (room.tick > 3) throw thrown();
      });
      await room.sleep(1e9);
    },
  ],
  [
    'by a condition',
    (thrown) => (room) =>
      room.until(() => {
        if (room.tick > 3) throw thrown();
        return false;
      }),
  ],
  [
    'by refuse',
    (thrown) => async (room) => {
      const [ann] = await room.seated(1);
      await ann?.next('move', {
        refuse: () => {
          throw thrown();
        },
      });
    },
  ],
];

const thrownInAllWays = WAYS.flatMap(([way, build]) =>
  THROWN.map(([what, thrown, told]) => [what, way, build(thrown), told] as const),
);

test.each(thrownInAllWays)(
  'R14.7 %s, thrown %s, ends its match alone, with an error that can be read',
  async (_, _way, script, told) => {
    const end = await besideNeighbour(script);
    const error = end?.kind === 'failed' ? end.error : undefined;
    expect(error?.message).toMatch(told);
    expect(typeof error?.stack).toBe('string');
  },
);
