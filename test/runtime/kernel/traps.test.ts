import { execFileSync } from 'node:child_process';
import { isBuiltin } from 'node:module';
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CALLS, GETTERS, GLOBALS, OBJECTS, PROCESS } from '../../../shared/runtime/kernel/impure.ts';
import { type BotEntry, BotRun, stepMatches } from '../../../shared/runtime/host.ts';
import { defineBot, Impure } from '../../../shared/runtime/index.ts';
import { bannedIn } from '../../architecture/impurities.ts';
import { caught, gameOf, matchOf, play, step } from '../play.ts';

/** What `call` throws in a script's own turn, and in a system, which has no turn. */
async function thrownBy(call: () => unknown): Promise<unknown[]> {
  return play(async (room) => {
    const inTurn = await caught(call);
    let inSystem: unknown;
    const system = room.onTick(() => {
      try {
        call();
      } catch (error) {
        inSystem ??= error;
      }
    });
    await room.nextTick();
    system.stop();
    return [inTurn, inSystem];
  });
}

const date = new Date(86_400_000);
const format = new Intl.DateTimeFormat('en', { timeZone: 'UTC' });
const event = new Event('any');
const waiting = new Int32Array(new SharedArrayBuffer(4));

/** What is said to be impure, and a call of it. */
const impure: [string, () => unknown][] = [
  ['Date.now()', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['new Date(year, month, …)', () => new Date(2026, 0, 1)],
  ['new Date(text)', () => new Date('2026-01-01T10:00')],
  ['new Date(text)', () => new Date('January 1, 2026')],
  ['Date.parse()', () => Date.parse('2026-01-01 10:00')],
  ['Date.prototype.getHours()', () => date.getHours()],
  ['Date.prototype.getDay()', () => date.getDay()],
  ['Date.prototype.getTimezoneOffset()', () => date.getTimezoneOffset()],
  ['Date.prototype.setHours()', () => date.setHours(1)],
  ['Date.prototype.toString()', () => date.toString()],
  ['Date.prototype.toString()', () => String(date)],
  ['Date.prototype.toDateString()', () => date.toDateString()],
  ['Date.prototype.toLocaleString()', () => date.toLocaleString()],
  ['Date.prototype.toLocaleDateString()', () => date.toLocaleDateString('en')],
  ['Date.prototype.toLocaleTimeString()', () => date.toLocaleTimeString(undefined, { timeZone: 'UTC' })],
  ['performance.now()', () => performance.now()],
  ['performance.timeOrigin', () => performance.timeOrigin],
  ['performance.mark()', () => performance.mark('start')],
  ['performance.measure()', () => performance.measure('all')],
  ['new PerformanceMark()', () => new PerformanceMark('start')],
  ['Event.prototype.timeStamp', () => event.timeStamp],
  ['new File()', () => new File([], 'empty')],
  ['Math.random()', () => Math.random()],
  ['crypto.randomUUID()', () => crypto.randomUUID()],
  ['crypto.getRandomValues()', () => crypto.getRandomValues(new Uint8Array(1))],
  ['crypto.subtle', () => crypto.subtle.digest('SHA-256', new Uint8Array(1))],
  ['URL.createObjectURL()', () => URL.createObjectURL(new Blob([]))],
  ['Buffer.allocUnsafe()', () => Buffer.allocUnsafe(8)],
  ['setTimeout()', () => setTimeout(() => {}, 0)],
  ['setInterval()', () => setInterval(() => {}, 1)],
  ['setImmediate()', () => setImmediate(() => {})],
  ['queueMicrotask()', () => queueMicrotask(() => {})],
  ['AbortSignal.timeout()', () => AbortSignal.timeout(10)],
  ['Atomics.wait()', () => Atomics.wait(waiting, 0, 0, 1)],
  ['fetch()', () => fetch('http://127.0.0.1')],
  ['new WebSocket()', () => new WebSocket('ws://127.0.0.1')],
  ['new MessageChannel()', () => new MessageChannel()],
  ['new BroadcastChannel()', () => new BroadcastChannel('any')],
  ['localStorage', () => localStorage],
  ['sessionStorage', () => sessionStorage],
  ['navigator.language', () => navigator.language],
  ['navigator.hardwareConcurrency', () => navigator.hardwareConcurrency],
  ['navigator.platform', () => navigator.platform],
  ['process.env', () => process.env['HOME']],
  ['process.hrtime', () => process.hrtime.bigint()],
  ['process.uptime', () => process.uptime()],
  ['process.nextTick', () => process.nextTick(() => {})],
  ['process.pid', () => process.pid],
  ['process.platform', () => process.platform],
  ['process.memoryUsage', () => process.memoryUsage()],
  ['process.cwd', () => process.cwd()],
  ['process.getBuiltinModule', () => process.getBuiltinModule('node:os').cpus()],
  ['process.exit', () => process.exit(1)],
  ['Number.prototype.toLocaleString()', () => (1234.5).toLocaleString()],
  ['BigInt.prototype.toLocaleString()', () => 1234n.toLocaleString()],
  ['Array.prototype.toLocaleString()', () => [1, 2].toLocaleString()],
  ['prototype.toLocaleString()', () => new Float64Array([1]).toLocaleString()],
  ['String.prototype.localeCompare()', () => 'a'.localeCompare('b')],
  ['String.prototype.toLocaleUpperCase()', () => 'i'.toLocaleUpperCase()],
  ['String.prototype.toLocaleLowerCase()', () => 'I'.toLocaleLowerCase([])],
  ['new Intl.DateTimeFormat()', () => new Intl.DateTimeFormat()],
  ['Intl.DateTimeFormat()', () => Intl.DateTimeFormat('en').format(0)],
  ['Intl.DateTimeFormat.prototype.format()', () => format.format()],
  ['Intl.DateTimeFormat.prototype.formatToParts()', () => format.formatToParts()],
  ['new Intl.NumberFormat()', () => new Intl.NumberFormat()],
  ['new Intl.Collator()', () => new Intl.Collator(undefined)],
  ['new Intl.Segmenter()', () => new Intl.Segmenter()],
  ['Intl.supportedValuesOf()', () => Intl.supportedValuesOf('calendar')],
];

/** Node's own names for time that TypeScript does not know yet. */
const temporal: unknown = Reflect.get(globalThis, 'Temporal');
if (temporal !== undefined) {
  const { Now, PlainDate, Instant } = temporal as Record<string, Record<string, (...args: unknown[]) => object>>;
  const day = PlainDate?.['from']?.('2026-01-01') as Date | undefined;
  const moment = Instant?.['fromEpochMilliseconds']?.(0);
  impure.push(
    ['Temporal.Now.instant()', () => Now?.['instant']?.()],
    ['Temporal.Now.timeZoneId()', () => Now?.['timeZoneId']?.()],
    ['Temporal.PlainDate.prototype.toLocaleString()', () => day?.toLocaleString()],
    ['Temporal.Instant.prototype.toLocaleString()', () => (moment as Date | undefined)?.toLocaleString('en')],
  );
}

for (const [what, call] of impure) {
  test(`R19.7 ${call.toString().slice(6)} in a script is the error Impure, in its systems too`, async () => {
    for (const error of await thrownBy(call)) {
      expect(error).toBeInstanceOf(Impure);
      expect(String(error)).toContain(`${what} in a script would make a replay differ: use `);
    }
  });
}

/** What is like it and pure. */
const pure: [string, () => unknown, unknown][] = [
  ['a date made from a given time', () => new Date(0).toISOString(), '1970-01-01T00:00:00.000Z'],
  ['one made from a date', () => new Date(date).getTime(), 86_400_000],
  ['one made from a text with a zone', () => new Date('2026-01-01T10:00+02:00').toJSON(), '2026-01-01T08:00:00.000Z'],
  ['one made from a day', () => new Date('2026-01-01').getUTCDay(), 4],
  ['Date.UTC', () => Date.UTC(2026, 0, 1), 1_767_225_600_000],
  ['Date.parse with a zone', () => Date.parse('Thu, 01 Jan 1970 00:00:00 GMT'), 0],
  ['an explicit language', () => [(1234.5).toLocaleString('en'), 'a'.localeCompare('b', 'en')], ['1,234.5', -1]],
  [
    'a language and a zone',
    () => [format.format(0), date.toLocaleDateString('en', { timeZone: 'UTC' })],
    ['1/1/1970', '1/2/1970'],
  ],
  ['graphemes', () => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment('👩‍👩‍👧‍👦!')].length, 2],
  ['a copy', () => structuredClone({ a: [1] }), { a: [1] }],
  ['an AbortController', () => new AbortController().signal.aborted, false],
  ['Math', () => Math.max(1, 2), 2],
  ['process', () => typeof process.emitWarning, 'function'],
  ['the user agent, which Zod looks at', () => typeof navigator.userAgent, 'string'],
  ['a file of a given time', () => new File([], 'empty', { lastModified: 5 }).lastModified, 5],
];

test.each(pure)('R19.7 %s is pure', async (_what, call, expected) => {
  expect(await play(async () => call())).toEqual(expected);
});

test('R19.7 what writes is no harm', async () => {
  await play(async () => {
    console.log({ from: ['a script'] });
    console.error(new Error('from a script').message);
  });
});

test('R19.7 Zod and the state work in scripts as anywhere', async () => {
  const Item = schema({ name: t.string().default(''), at: t.number().default(0) }, 'TrapItem');
  const Items = schema({ list: t.array(Item), map: t.map(Item) }, 'TrapItems');
  const value = await play(async () => {
    const order = z.object({
      id: z.uuid(),
      at: z.coerce.date(),
      when: z.iso.datetime(),
      mail: z.email(),
      link: z.url(),
      tags: z.array(z.string().trim().toLowerCase()).max(3).default([]),
      kind: z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]),
      rest: z.record(z.string(), z.union([z.number(), z.bigint(), z.null()])),
    });
    const parsed = order.safeParse({
      id: '123e4567-e89b-42d3-a456-426614174000',
      at: '2026-01-01T00:00:00Z',
      when: '2026-01-01T00:00:00Z',
      mail: 'ann@example.org',
      link: 'https://example.org/a',
      kind: { type: 'b' },
      rest: { a: 1, b: null },
    });
    const wrong = order.safeParse({});
    const items = new Items();
    for (const name of ['b', 'a']) {
      items.list.push(new Item().assign({ name }));
      items.map.set(name, new Item().assign({ name, at: items.list.length }));
    }
    items.list.sort((a, b) => (a.name < b.name ? -1 : 1));
    return [
      parsed.success,
      wrong.error?.issues.length,
      z.prettifyError(wrong.error as z.ZodError).length > 0,
      items.toJSON(),
    ];
  });
  expect(value).toEqual([
    true,
    7,
    true,
    {
      list: [expect.objectContaining({ name: 'a' }), expect.objectContaining({ name: 'b' })],
      map: expect.anything() as unknown,
    },
  ]);
});

test('R19.7 host code between the ticks of a room, and what it does about an error of a script, may use everything', async () => {
  await play(async (room) => room.sleep(100));
  for (const [what, call] of impure) {
    if (/Intl|toLocale|Date\.|^new Date|performance|navigator|Math|crypto\.random|localeCompare/.test(what)) call();
  }
  expect(Date.now()).toBeGreaterThan(0);
  expect(new Date()).toBeInstanceOf(Date);
  expect(Math.random()).toBeLessThan(1);
  expect(process.env['PATH']).toBe(globalThis.process.env['PATH']);
  expect(process.hrtime.bigint()).toBeGreaterThan(0n);
  await new Promise((resolve) => setTimeout(resolve, 0));
});

test('R19.7 what the host does for a bot within its script may use everything', async () => {
  const at: number[] = [];
  const look = (): void => {
    at.push(Date.now(), performance.now(), process.uptime(), Buffer.allocUnsafe(1).length);
    clearTimeout(setTimeout(() => {}, 0));
  };
  const link = {
    ...{ id: 'bot', seat: 0, seed: '1' },
    answer: look,
    setInput: look,
    send: async () => {
      look();
      return undefined;
    },
  };
  const errors: unknown[] = [];
  const script = defineBot(
    gameOf(async () => undefined),
    {
      name: 'tester',
      async play(bot) {
        bot.setInput({ move: 1 });
        bot.onTick(() => bot.setInput({ move: 2 }));
        const asked = await bot.nextQuestion('ready');
        asked.answer(true);
        await bot.send('move', 1);
        errors.push(await caught(() => Date.now()));
      },
    },
  );
  const game = gameOf(async () => undefined);
  const run = new BotRun(game, script, link, new game.state());
  const entries: BotEntry[] = [{ kind: 'asked', question: 1, name: 'ready', data: { round: 1 } }];
  await stepMatches([{ match: run, entries }]);
  await stepMatches([{ match: run, entries: [] }]);
  expect(run.ended).toMatchObject({ kind: 'finished' });
  expect(errors).toEqual([expect.any(Impure)]);
  expect(at.length).toBe(4 * 4);
});

test('R19.7 and so may what it does about a rejection that a script has left behind', async () => {
  const found: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const listen = (error: unknown): void => void found.push(String(error), Date.now(), process.hrtime.bigint());
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listen);
  const match = matchOf(async (room) => {
    void Promise.reject(new Error('floating'));
    await room.sleep(1_000);
  });
  await step(match);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listen);
  for (const other of others) process.on('unhandledRejection', other);
  expect(found).toEqual(['Error: floating', expect.any(Number), expect.any(BigInt)]);
});

test('R19.7 what the linter bans in the text of scripts has all that the traps catch', () => {
  const paths = [...CALLS, ...OBJECTS, ...GLOBALS]
    .map(({ path }) => path)
    .filter((path) => !path.includes('prototype'));
  const methods = CALLS.filter(({ path }) => path.includes('.prototype.toLocale')).map(({ path }) =>
    path.split('.').pop(),
  );
  const texts = [
    ...paths.map((path) => `export const found = ${path};`),
    ...methods.map((method) => `export const found = value.${method}();`),
    ...[...PROCESS.keys()].map((key) => `export const found = process.${key};`),
  ];
  const missed = texts.filter((text) => bannedIn({ path: 'shared/games/sample.ts', text }).length === 0);
  expect(missed).toEqual([]);
});

/** The globals of Node 26 that tell nothing, draw nothing, wait for nothing and reach nothing. */
const PURE = new Set(
  [
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError',
    'EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON ArrayBuffer Uint8Array Int8Array Uint16Array',
    'Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float32Array Float64Array Float16Array DataView Map',
    'BigInt Set Iterator WeakMap WeakSet Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite',
    'isNaN console global clearImmediate clearInterval clearTimeout URLSearchParams DOMException QuotaExceededError AbortController',
    'EventTarget CustomEvent TextEncoder TextDecoder ByteLengthQueuingStrategy CountQueuingStrategy structuredClone atob btoa URLPattern',
    'FormData Headers Request Response MessageEvent CloseEvent ErrorEvent SuppressedError DisposableStack AsyncDisposableStack',
    'SharedArrayBuffer WebAssembly',
    // Types of what the table has, which cannot be made.
    'Performance PerformanceEntry PerformanceMeasure PerformanceObserverEntryList PerformanceResourceTiming Crypto CryptoKey SubtleCrypto',
    'Navigator Storage MessagePort',
    // What comes of them can only be awaited: `ForeignAwait`.
    'Blob TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController WritableStreamDefaultWriter',
    'ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableByteStreamController',
    'ReadableStreamDefaultController TextEncoderStream TextDecoderStream CompressionStream DecompressionStream',
    // Left to the linter.
    'FinalizationRegistry WeakRef',
  ].flatMap((names) => names.split(' ')),
);

test('R19.7 the table knows every global of Node', () => {
  const script = 'console.log(Object.getOwnPropertyNames(globalThis).join(" "))';
  const globals = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    .trim()
    .split(' ');
  const inTable = new Set(
    ['Date', 'process', ...[...CALLS, ...OBJECTS, ...GETTERS, ...GLOBALS].map(({ path }) => path)].map(
      (path) => path.split('.')[0],
    ),
  );
  // Code that is given by -e has Node's modules as globals.
  const unknown = globals.filter((name) => !PURE.has(name) && !inTable.has(name) && !isBuiltin(name));
  expect(unknown).toEqual([]);
});
