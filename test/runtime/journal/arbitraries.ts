/** Random entries, traces and frames of every kind. */
import fc from 'fast-check';
import type { Entry } from '../../../shared/runtime/host.ts';
import { MAX_INPUT_FIELDS } from '../../../shared/runtime/room/input.ts';
import { TRACED_CALLS } from '../../../shared/runtime/kernel/kernel.ts';
import type { Frame, StateHash, Trace } from '../../../shared/runtime/record/recording.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '__proto__', 'constructor', '🎲', '\ud800', 'x'.repeat(40)),
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 191, 192, 255, 256, -1, 2 ** 53, 2 ** 31, 2 ** 32),
);

/** Plain data: all that a message or a result may be. */
export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constantFrom(undefined, null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(text, tie('value')), { maxLength: 4, selector: ([key]) => key }).map(Object.fromEntries),
  ),
})).value;

const player = fc.oneof(fc.constantFrom('a', 'b', 'c', 'p-1234567'), text);
const token = fc.option(text, { nil: undefined });
const ref = fc.option(
  fc
    .maxSafeInteger()
    .map((each) => each / 4)
    .map((each) => Math.trunc(each) + 0),
  { nil: undefined },
);
const id = fc.oneof(
  fc.nat(20),
  fc.maxSafeNat().map((each) => Math.floor(each / 4)),
);

/** By how much the numbers of a frame differ; those at the end that do not are left out, as they are when read. */
export const changes: fc.Arbitrary<readonly number[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      fc.integer({ min: -64, max: 63 }),
      fc.integer({ min: 1 - 2 ** 52, max: 2 ** 52 - 1 }),
    ),
    { maxLength: MAX_INPUT_FIELDS + 1 },
  )
  .map((all) => all.slice(0, all.findLastIndex((change) => change !== 0) + 1));

export const entry: fc.Arbitrary<Entry> = fc
  .oneof(
    fc.record({
      kind: fc.constant('join' as const),
      ...{ player, name: text, bot: fc.boolean(), token },
      options: fc.option(value, { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('spectate' as const), player, name: text, token }),
    fc.record({ kind: fc.constant('return' as const), player, token }),
    fc.record({ kind: fc.constantFrom('drop' as const, 'leave' as const), player }),
    fc.record({ kind: fc.constant('message' as const), player, type: text, data: value, ref }),
    fc.record({ kind: fc.constant('answer' as const), player, question: id, answer: value, ref }),
    fc.record({ kind: fc.constant('input' as const), seat: fc.oneof(fc.nat(7), fc.nat()), changes }),
    fc.record({ kind: fc.constant('effect' as const), effect: id, result: value }),
    fc.record({
      kind: fc.constant('effect' as const),
      effect: id,
      error: fc.record({ name: text, message: text }, { noNullPrototype: true }),
    }),
  )
  .map(withoutAbsent);

export const verb = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('sleep', 'next', 'spawn', 'all', 'checkpoint', 'queue.take') },
  { weight: 1, arbitrary: text },
);

/** As a match gives them: a hash has as many fields as the state. */
const stateHash = (fields: number): fc.Arbitrary<StateHash> =>
  fc
    .tuple(
      fc.oneof(fc.nat(3), fc.nat(0xffff_ffff)),
      fc.oneof(fc.constant(new Uint8Array(fields)), fc.uint8Array({ minLength: fields, maxLength: fields })),
    )
    .map(([hash, bytes]) => ({ hash, fields: bytes }));

export const traceAt = (tick: number, fields: number): fc.Arbitrary<Trace> =>
  fc
    .record({
      verbs: fc.array(verb, { maxLength: 6 }),
      more: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(1000)),
      stateHash: fc.option(stateHash(fields), { nil: undefined, freq: 2 }),
      long: fc.integer({ min: 0, max: 20 }).map((each) => each === 20),
    })
    .map(({ verbs, more, stateHash: hash, long }) => {
      const named = long ? Array.from({ length: TRACED_CALLS }, () => verbs[0] ?? 'sleep') : verbs;
      return withoutAbsent({ tick, verbs: named, calls: named.length + more, stateHash: hash });
    });

/** Frames of one match, ascending; in each something happened. */
export const frames: fc.Arbitrary<Frame[]> = fc
  .tuple(fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.nat(1_000_000)), { maxLength: 12 }), fc.nat(9))
  .chain(([gaps, fields]) => {
    let tick = -1;
    return fc.tuple(
      ...gaps.map((gap) => {
        tick += gap + 1;
        return frameAt(tick, fields);
      }),
    );
  })
  .map((all) => all.filter(({ entries, trace }) => entries.length > 0 || trace !== undefined));

function frameAt(tick: number, fields: number): fc.Arbitrary<Frame> {
  return fc
    .record({
      entries: fc.array(entry, { maxLength: 3 }),
      trace: fc.option(traceAt(tick, fields), { nil: undefined }),
    })
    .map(({ entries, trace }) => {
      const says = trace !== undefined && (trace.calls > 0 || trace.stateHash !== undefined);
      return says ? { tick, entries, trace } : { tick, entries };
    });
}

function withoutAbsent<T extends object>(each: T): T {
  return Object.fromEntries(Object.entries(each).filter(([key, of]) => of !== undefined || !OPTIONAL.has(key))) as T;
}

const OPTIONAL: ReadonlySet<string> = new Set(['token', 'ref', 'options', 'stateHash']);
