// oxlint-disable unicorn/no-thenable, typescript/only-throw-error -- such are the cases
import { expect, test } from 'vitest';
import { defineBot } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { gameOf } from '../play.ts';
import { besideNeighbour, type LooseRoom, type LooseScript } from './hostile-script.ts';

function fail(): never {
  throw new Error('trap');
}

/** A proxy whose every trap throws. */
function trapped(target: object): object {
  return new Proxy(target, new Proxy({}, { get: () => fail }));
}

const NO_TEXTS: [string, unknown][] = [
  ['a symbol', Symbol('name')],
  ['an object', { toString: fail }],
  ['a function', fail],
  ['a number', 5],
  ['an object', trapped({})],
];

const CALLS: [string, (room: LooseRoom, text: unknown) => Promise<unknown> | void][] = [
  ['spawn', (room, text) => void room.spawn(text, () => room.sleep(1))],
  ['spawn', (room, text) => room.scope((scope) => void scope.spawn(text, () => room.sleep(1)))],
  ['task.cancel', (room, text) => room.spawn('t', () => room.sleep(1)).cancel(text)],
  ['scope.cancel', (room, text) => room.scope((scope) => scope.cancel(text))],
  ['effect', (room, text) => room.effect(text, {})],
  ['next', async (room, text) => (await room.seated(1))[0]?.next(text)],
  ['ask', async (room, text) => (await room.seated(1))[0]?.ask(text, {})],
];

const wrongTexts = CALLS.flatMap(([call, fn]) => NO_TEXTS.map(([what, text]) => [call, what, text, fn] as const));

test.each(wrongTexts)(
  'R14.9 %s with %s where a text belongs is an error that says so',
  async (call, what, text, fn) => {
    const end = await besideNeighbour(async (room) => {
      await fn(room, text);
      await room.sleep(1e9);
    });
    const error = end?.kind === 'failed' ? end.error : undefined;
    expect(error?.message).toMatch(new RegExp(`${call}\\((name|reason)\\) takes a text, not ${what}$`));
  },
);

class Subclass<T> extends Promise<T> {}

class BadSubclass<T> extends Promise<T> {
  static override get [Symbol.species](): PromiseConstructor {
    return fail();
  }
}

function patched(then: () => unknown): Promise<unknown> {
  return Object.assign(Promise.resolve('value'), { then });
}

const NEVER = /"\S+" awaits a promise that does not come from its room/;

/** What a function may return, and what comes of it: a value, or an error. */
const RETURNED: [string, (room: LooseRoom) => unknown, unknown][] = [
  ['a thenable', () => ({ then: (resolve: (value: string) => void) => resolve('value') }), 'value'],
  [
    'a thenable of a thenable',
    () => ({ then: (resolve: (value: unknown) => void) => resolve(Promise.resolve('value')) }),
    'value',
  ],
  [
    'a thenable that waits in the room',
    (room) => ({ then: (resolve: (value: string) => void) => void room.sleep(50).then(() => resolve('value')) }),
    'value',
  ],
  [
    'a thenable that answers twice',
    () => ({ then: (resolve: (value: string) => void) => [resolve('value'), resolve('other')] }),
    'value',
  ],
  ['a promise whose then was replaced by one that does nothing', () => patched(() => undefined), 'value'],
  ['a promise whose then was replaced by one that throws', () => patched(fail), 'value'],
  ['a promise of a subclass', () => Subclass.resolve('value'), 'value'],
  ['a thenable that throws', () => ({ then: fail }), /trap/],
  [
    'a thenable that rejects with what cannot be read',
    () => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(trapped({})) }),
    /cannot be read/,
  ],
  ['a thenable whose then cannot be read', () => Object.defineProperty({}, 'then', { get: fail }), /trap/],
  ['a proxy whose traps throw', () => trapped({}), /trap/],
  ['a thenable that never answers', () => ({ then: () => undefined }), NEVER],
  ['a promise that never settles', () => new Promise(() => {}), NEVER],
  ['a promise of a subclass that never settles', () => new Subclass(() => {}), NEVER],
  ['a promise of a subclass that cannot be awaited', () => BadSubclass.resolve('value'), /trap/],
];

const first = async (list: Promise<unknown>): Promise<unknown> => ((await list) as unknown[])[0];

const TAKERS: [string, (room: LooseRoom, fn: () => unknown) => Promise<unknown>][] = [
  ['spawn', (room, fn) => room.spawn('t', fn).join()],
  ['scope', (room, fn) => room.scope(fn)],
  ['timeout', (room, fn) => room.timeout(1000, fn)],
  ['within', (room, fn) => room.within(1000, fn)],
  ['shield', (room, fn) => room.shield(1000, fn)],
  ['all', (room, fn) => first(room.all([fn]))],
  ['race', (room, fn) => room.race([fn])],
  ['any', (room, fn) => room.any([fn])],
];

const returned = TAKERS.flatMap(([verb, take]) =>
  RETURNED.map(([what, fn, comes]) => [verb, what, take, fn, comes] as const),
);

test.each(returned)('R11.11 %s: a function that returns %s', async (_verb, _what, take, fn, comes) => {
  const end = await besideNeighbour((room) => take(room, () => fn(room)));
  if (comes instanceof RegExp) expect(end?.kind === 'failed' && end.error.message).toMatch(comes);
  else expect(end).toEqual({ kind: 'finished', result: comes });
});

test('R11.11 allSettled tells what thenables came to', async () => {
  const end = await besideNeighbour((room) =>
    room.allSettled([() => ({ then: (resolve: (value: number) => void) => resolve(1) }), () => ({ then: fail })]),
  );
  expect(end).toEqual({
    kind: 'finished',
    result: [
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('trap') },
    ],
  });
});

const WRONG: [string, LooseScript, RegExp][] = [
  [
    'a condition gives a thenable',
    (room) => room.until(() => ({ then: fail })),
    /a promise was returned inside onTick, every or until/,
  ],
  [
    'a system gives a thenable',
    async (room) => {
      room.onTick(() => ({ then: fail }));
      await room.sleep(1e9);
    },
    /a promise was returned inside onTick/,
  ],
  [
    'a system gives a promise of a subclass',
    async (room) => {
      room.onTick(() => Subclass.reject(new Error('lost')));
      await room.sleep(1e9);
    },
    /a promise was returned inside onTick/,
  ],
  [
    'a system gives a proxy whose traps throw',
    async (room) => {
      room.onTick(() => trapped({}));
      await room.sleep(1e9);
    },
    /trap/,
  ],
  [
    'refuse gives a symbol',
    async (room) => {
      await (await room.seated(1))[0]?.next('move', { refuse: () => Symbol('why') });
    },
    /the answer of refuse\(\) takes a text, not a symbol/,
  ],
  [
    'refuse gives a proxy whose traps throw',
    async (room) => {
      await (await room.seated(1))[0]?.next('move', { refuse: () => trapped({}) });
    },
    /trap/,
  ],
  [
    'refuse gives a thenable',
    async (room) => {
      await (await room.seated(1))[0]?.next('move', { refuse: () => Promise.reject(new Error('lost')) });
    },
    /a promise was returned/,
  ],
  [
    'the options of a wait are a proxy whose traps throw',
    async (room) => {
      await (await room.seated(1))[0]?.next('move', trapped({}));
    },
    /trap/,
  ],
  ['the branches are a proxy whose traps throw', (room) => room.all(trapped([])), /trap/],
  ['the branches are no list', (room) => room.all(7), /./],
  ['a branch is no function', (room) => room.all([7]), /fn is not a function/],
  ['a body is a proxy whose traps throw', (room) => room.scope(trapped(() => 1) as () => unknown), /trap/],
  ['a condition is a proxy whose traps throw', (room) => room.until(trapped(() => true)), /trap/],
  [
    'bots without number are asked for',
    async (room) => room.addBots(Infinity),
    /addBots\(count\) takes a whole number, not Infinity/,
  ],
  [
    'a symbol of bots is asked for',
    async (room) => room.addBots(Symbol('many')),
    /addBots\(count\) takes a whole number, not Symbol\(many\)/,
  ],
  ['a checkpoint is a proxy whose traps throw', (room) => room.checkpoint(trapped({})), /trap/],
  ['a sleep is a symbol', (room) => room.sleep(Symbol('ms')), /./],
];

test.each(WRONG)('R14.8 where %s the match ends alone, with its error', async (_, script, told) => {
  const end = await besideNeighbour(script);
  expect(end?.kind === 'failed' && end.error.message).toMatch(told);
});

test('R14.8 a getter that calls verbs while its error is looked at ends its match alone', async () => {
  const end = await besideNeighbour(async (room) => {
    room.spawn('t', async () => {
      throw Object.defineProperty(new Error('x'), 'message', {
        get() {
          void room.sleep(100);
          room.spawn('more', () => room.sleep(1e9));
          return 'spawned';
        },
      });
    });
    await room.sleep(1e9);
  });
  expect(end?.kind === 'failed' && end.error.message).toMatch(/what was thrown cannot be read/);
});

test('R14.8 a script at the end of its stack harms no other', async () => {
  const end = await besideNeighbour(async (room) => {
    const dive = (): void => {
      try {
        dive();
      } finally {
        room.spawn('at the brink', () => room.sleep(100)).cancel();
        void room.scope(() => room.sleep(50));
      }
    };
    dive();
    await room.sleep(1e9);
  });
  expect(end?.kind).toBe('failed');
});

/** Groups that make new groups whenever they are asked, without end. */
class Endless extends AggregateError {
  constructor() {
    super([]);
    Object.defineProperty(this, 'errors', { get: () => [new Endless(), new Endless()] });
  }
}

test.each([
  ['a group that makes groups without end', (): unknown => new Endless()],
  [
    'a group whose length grows',
    (): unknown => {
      let length = 0;
      const errors: unknown = new Proxy([], { get: (_, key) => (key === 'length' ? ++length : undefined) });
      return Object.assign(new AggregateError([]), { errors });
    },
  ],
])('R14.7 %s is searched up to a bound', async (_, thrown) => {
  const end = await besideNeighbour((room) =>
    room.scope(async (scope) => {
      scope.cancel();
      try {
        await room.sleep(1);
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- that is the case
        throw thrown();
      }
    }),
  );
  expect(end?.kind === 'failed' && end.error).toBeInstanceOf(AggregateError);
});

test('R14.8 a bot whose script throws what cannot be read ends alone', async () => {
  const match = new VirtualMatch(
    gameOf(async (room) => {
      room.addBots(2);
      await room.sleep(200);
      return room.players.length;
    }),
    {
      bot: defineBot(
        gameOf(async () => undefined),
        {
          name: 'villain',
          async play(bot) {
            if (bot.seat === 0) throw trapped({});
            await bot.sleep(1000);
          },
        },
      ),
    },
  );
  const told: unknown[] = [];
  while (match.ended === undefined) await match.tick().catch((error: unknown) => told.push(error));
  expect(match.ended).toEqual({ kind: 'finished', result: 2 });
  expect(String(told[0])).toContain('what was thrown cannot be read');
});
