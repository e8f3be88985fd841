import { expect, it } from 'vitest';
import { defineBot, defineGame } from '../../shared/runtime/index.ts';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineInvariants } from '../../tools/sim/games/define-invariants.ts';
import { simulate } from '../../tools/sim/simulate-seeds.ts';

const State = schema(
  { tossed: t.uint8().default(0), won: t.uint8().default(0), over: t.boolean().default(false) },
  'Coin',
);
const TOSSES = 5;

const coin = defineGame({
  name: 'coin',
  title: 'Coin',
  seats: { min: 1, max: 3 },
  tickRate: 10,
  state: State,
  messages: { guess: z.enum(['heads', 'tails']) },
  async play(room) {
    const [player] = await room.seated(1);
    while (room.state.tossed < TOSSES && player !== undefined) {
      const guess = await player.next('guess', { timeoutMs: 2_000, otherwise: 'heads' });
      room.state.tossed++;
      if (guess === room.random.pick(['heads', 'tails'])) room.state.won++;
    }
    room.state.over = true;
    await room.sleep(60_000);
  },
});

const bot = defineBot(coin, {
  name: 'guesser',
  async play(bot) {
    while (!bot.state.over) {
      await bot.sleep(500);
      await bot.send('guess', 'tails');
    }
  },
});

const isOver = ({ over }: { over: boolean }): boolean => over;

it('invariants that hold are checked over seeds with faults', async () => {
  let checks = 0;
  const game = defineInvariants(coin, {
    ...{ bot, isOver },
    invariants: {
      'nobody wins more often than was tossed': ({ won, tossed }) => {
        checks++;
        return won <= tossed || `${won} of ${tossed}`;
      },
    },
  });
  const { matches, ticks } = await simulate(game, { seeds: 3 });
  expect(matches).toBeGreaterThanOrEqual(3);
  expect(checks).toBeGreaterThanOrEqual(ticks / 2);
});

it('an invariant that does not hold is reported with its seed, its tick and the command that simulates it again', async () => {
  const game = defineInvariants(coin, {
    ...{ bot, isOver },
    invariants: { 'three tosses are enough': ({ tossed }) => tossed <= 3 || `${tossed} tosses` },
  });
  await expect(simulate(game, { seeds: 2, from: 7, faults: [] })).rejects.toThrow(
    /"three tosses are enough" does not hold in seed 7 \(.*, tick \d+\): 4 tosses[^]*greenroom sim --game coin --from 7 --seeds 1/,
  );
});
