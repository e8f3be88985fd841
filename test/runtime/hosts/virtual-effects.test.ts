import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineEffects, defineGame, type EffectFailed, type Room } from '../../../shared/runtime/index.ts';
import { checkDeterminism, VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught, resultOf } from '../play.ts';

const spec = {
  state: schema({ total: t.uint16().default(0) }, 'LedgerState'),
  messages: {},
  effects: {
    add: { args: z.object({ name: z.string(), n: z.number() }), result: z.number() },
    best: { args: z.null(), result: z.array(z.string()) },
  },
} as const;

function ledgerOf(play: (room: Room<typeof spec>) => Promise<unknown>) {
  const game = defineGame({
    ...{ name: 'ledger', title: 'Ledger', seats: { min: 1, max: 1 }, tickRate: 10 },
    ...spec,
    play: (room) => play(room),
  });
  const effects = defineEffects(game, {
    add: ({ name, n }, { store, key }) =>
      store.once(key, async (data) => {
        const total = Number((await data.get('total')) ?? 0) + n;
        await data.set('total', total);
        await data.rows('best').add(name, { score: n });
        return total;
      }),
    best: async (_, { store }) => (await store.rows('best').top(3)).map(({ value }) => String(value)),
  });
  return { game, effects };
}

test('E11 handlers run after their tick, in the order of the calls, and all results enter at the next one in this order', async () => {
  const { game, effects } = ledgerOf(async (room) => {
    const order: string[] = [];
    const add = async (name: string, n: number): Promise<number> => {
      const total = await room.effect('add', { name, n });
      order.push(`${name} ${total} ${room.tick}`);
      return total;
    };
    await room.all([() => add('ann', 5), () => add('bob', 7), () => add('cid', 1)]);
    return [order, await room.effect('best', null), room.tick];
  });
  const match = new VirtualMatch(game, { effects });
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match)).toEqual([['ann 5 2', 'bob 12 2', 'cid 13 2'], ['bob', 'ann', 'cid'], 3]);
  expect(match.effects.runs.map(({ name, key }) => `${name} ${key}`)).toEqual([
    ...['add TEST:1', 'add TEST:2', 'add TEST:3', 'best TEST:4'],
  ]);
  expect(await match.effects.data.get('total')).toBe(13);
});

test('E12 a test lets one effect fail, or its result come later', async () => {
  const { game, effects } = ledgerOf(async (room) => {
    const failed = await caught(() => room.effect('add', { name: 'ann', n: 1 }));
    const at = room.now;
    const total = await room.effect('add', { name: 'bob', n: 2 });
    const tookMs = room.now - at;
    const cut = await room.within(500, () => room.effect('add', { name: 'cid', n: 4 }), { otherwise: 'cut off' });
    await room.sleep(2_000);
    return [failed, total, tookMs, cut, await room.effect('add', { name: 'dan', n: 8 })];
  });
  const match = new VirtualMatch(game, { effects });
  match.effects.failNext('add', new TypeError('down'));
  match.effects.delayNext('add', 1_000);
  match.effects.delayNext('add', 1_000);
  await match.until(() => match.ended !== undefined);
  const [failed, ...rest] = resultOf<[EffectFailed, ...unknown[]]>(match);
  expect(failed.message).toBe('effect "add" failed: TypeError: down');
  expect(rest).toEqual([2, 1_100, 'cut off', 14]);
  // @ts-expect-error: there is no such effect
  expect(() => match.effects.failNext('ad', new Error('no'))).toThrow('the game "ledger" has no effect "ad"');
});

test('E13 without handlers a test lets results in itself; effects of another game are an error', async () => {
  const { game, effects } = ledgerOf((room) => room.effect('add', { name: 'ann', n: 1 }));
  const match = new VirtualMatch(game);
  expect(() => match.effects).toThrow('pass `effects` to new VirtualMatch()');
  await match.tick(3);
  match.enter({ kind: 'effect', effect: 1, result: 30 });
  await match.tick();
  expect(resultOf(match)).toBe(30);
  expect(() => new VirtualMatch({ ...game, name: 'other' }, { effects })).toThrow('is given the effects of "ledger"');
});

test('E14 matches share the data of an earlier one if they are told to, and have keys of their own', async () => {
  const { game, effects } = ledgerOf((room) => room.effect('add', { name: 'ann', n: 1 }));
  const first = new VirtualMatch(game, { effects });
  await first.tick(2);
  const second = new VirtualMatch(game, { effects, dataOf: first });
  await second.tick(2);
  const third = new VirtualMatch(game, { effects });
  await third.tick(2);
  expect([first, second, third].map((match) => resultOf(match))).toEqual([1, 2, 1]);
  expect(await first.effects.data.get('total')).toBe(2);
});

test('E11 a match with handlers is replayed without them', async () => {
  const { game, effects } = ledgerOf(async (room) => {
    for (let n = 1; n <= 3; n++) room.state.total = await room.effect('add', { name: 'ann', n });
  });
  let calls = 0;
  const counted = new Map(
    [...effects.behaviours].map(([name, { run }]) => [
      name,
      { run: (...args: Parameters<typeof run>) => (calls++, run(...args)) },
    ]),
  );
  await checkDeterminism(game, (match) => match.until(() => match.ended !== undefined), {
    effects: { game: 'ledger', behaviours: counted },
  });
  expect(calls).toBe(3);
});

test('E11 handlers also run for a match that goes on from a snapshot', async () => {
  const game = defineGame({
    ...{ name: 'saver', title: 'Saver', seats: { min: 1, max: 1 }, tickRate: 10 },
    state: schema({}, 'SaverState'),
    messages: {},
    checkpoint: z.object({}),
    effects: { add: { args: z.null(), result: z.number() } },
    async play(room, from) {
      if (from === undefined) await room.checkpoint({});
      return room.effect('add', null);
    },
  });
  const effects = defineEffects(game, { add: () => 7 });
  const first = new VirtualMatch(game, { effects });
  await first.tick(2);
  const second = new VirtualMatch(game, { effects, from: first.match.snapshot });
  await second.tick(2);
  expect([first, second].map((match) => resultOf(match))).toEqual([7, 7]);
});
