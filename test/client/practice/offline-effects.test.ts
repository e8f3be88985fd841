import { schema, t } from '@colyseus/schema';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { GameStores, MemoryDataBackend } from '../../../shared/runtime/host.ts';
import { defineBot, defineEffects, defineGame, EffectFailed } from '../../../shared/runtime/index.ts';
import { openPracticeOf } from './court.ts';

const scores = defineGame({
  ...{ name: 'scores', title: 'Scores', seats: { min: 1, max: 2 }, tickRate: 20 },
  state: schema({ rank: t.uint8().default(0), failure: t.string().default('') }, 'ScoresState'),
  messages: {},
  effects: {
    rank: { args: z.null(), result: z.number() },
    mail: { args: z.string(), result: z.null() },
    never: { args: z.null(), result: z.null() },
  },
  async play(room) {
    await room.seated(1);
    room.state.rank = await room.effect('rank', null);
    try {
      await room.effect('mail', 'hello');
    } catch (error) {
      if (error instanceof EffectFailed) room.state.failure = error.message;
    }
    await room.effect('never', null);
  },
});

const bot = defineBot(scores, { name: 'idle', play: () => Promise.resolve() });

const signals: AbortSignal[] = [];
const effects = defineEffects(scores, {
  rank: {
    run: () => 99,
    offline: (_, { store, key }) =>
      store.once(key, async (data) => {
        await data.rows('ranks').add('you', { score: 1 });
        return (await data.rows('ranks').top(10)).length;
      }),
  },
  mail: () => null,
  never: { run: () => null, offline: (_, { signal }) => (signals.push(signal), new Promise<null>(() => {})) },
});

/** Handlers take turns of the process, and ticks wait for the clock. */
async function pass(clock: { pass(ms: number): Promise<void> }): Promise<void> {
  for (let ticks = 0; ticks < 10; ticks++) {
    await clock.pass(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('effects do in practice what is declared as offline, with data of the page; others fail, and the script may catch that', async () => {
  const stores = new GameStores(new MemoryDataBackend());
  for (const [number, matchId] of ['PRACT-aaaaaaaaaa', 'PRACT-bbbbbbbbbb'].entries()) {
    const { table, clock } = await openPracticeOf(scores, bot, { effects, stores, matchId });
    await pass(clock);
    expect(table.connection.state).toMatchObject({
      rank: number + 1,
      failure: expect.stringContaining('effect "mail" failed: Offline: practice has no server'),
    });
  }
});

it('what runs when the player leaves is aborted', async () => {
  const { table, clock } = await openPracticeOf(scores, bot, { effects, matchId: 'PRACT-cccccccccc' });
  signals.length = 0;
  await pass(clock);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await table.connection.leave();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

it('without declared effects all of them fail', async () => {
  const { table, clock, errors } = await openPracticeOf(scores, bot, { matchId: 'PRACT-dddddddddd' });
  await pass(clock);
  expect(table.connection.departure).toMatchObject({ why: 'failed' });
  expect(errors[0]?.message).toContain('effect "rank" failed: Offline');
});
