import { checkDeterminism, simulate, VirtualMatch } from 'greenroom/testing';
import { expect, test } from 'vitest';
import { collector } from './bot.ts';
import { RUNNER } from './field.ts';
import { coinRush, ROUND_MS } from './game.ts';
import { coinRushInvariants } from './invariants.ts';

test('a runner goes where its player holds, and stops at the edge', async () => {
  const match = new VirtualMatch(coinRush, { bot: collector });
  const ann = await match.join('Ann');
  await match.until(() => match.state.playing);
  match.setInput(ann, { x: -1, y: 0 });
  await match.advance(8_000);
  expect(match.state.seats[0]?.x).toBe(RUNNER);
});

test('a coin belongs to who touches it, and lies somewhere else then', async () => {
  const match = new VirtualMatch(coinRush, { bot: collector });
  const ann = await match.join('Ann');
  await match.until(() => match.state.playing);
  const [runner] = match.state.seats;
  const [coin] = match.state.coins;
  for (let tick = 0; tick < 400 && runner!.coins === 0; tick++) {
    const way = (distance: number) => (Math.abs(distance) < 10 ? 0 : Math.sign(distance));
    match.setInput(ann, { x: way(coin!.x - runner!.x), y: way(coin!.y - runner!.y) });
    await match.tick();
  }
  expect(runner?.coins).toBeGreaterThan(0);
});

test('bots join who plays alone, and collect coins', async () => {
  const match = new VirtualMatch(coinRush, { bot: collector });
  await match.join('Ann');
  await match.advance(ROUND_MS / 2);
  expect(match.state.seats.map(({ bot }) => bot)).toEqual([false, true, true]);
  expect(match.state.seats[1]?.coins).toBeGreaterThan(1);
});

test('after a minute who has the most coins has won, and is asked for a rematch', async () => {
  const match = new VirtualMatch(coinRush, { bot: collector });
  const ann = await match.join('Ann');
  await match.advance(ROUND_MS + 1_000);
  const most = Math.max(...match.state.seats.map(({ coins }) => coins));
  expect(match.state.seats.every(({ coins, wins }) => (wins === 1) === (coins === most))).toBe(true);
  match.answer(ann, true);
  await match.tick(2);
  expect(match.state.playing).toBe(true);
});

test('it is deterministic: a match that is recovered comes out the same', async () => {
  const report = await checkDeterminism(
    coinRush,
    async (match) => {
      const ann = await match.join('Ann');
      for (let second = 0; second < 10; second++) {
        match.setInput(ann, { x: (second % 3) - 1, y: 1 });
        await match.advance(1_000);
      }
    },
    { bot: collector },
  );
  expect(report.ticks).toBeGreaterThan(100);
});

test('the invariants hold in simulated matches', () => simulate(coinRushInvariants, { seeds: 5 }), 120_000);
