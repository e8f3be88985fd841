import { simulate, VirtualMatch } from 'greenroom/testing';
import { expect, test } from 'vitest';
import { coinBot } from './bot.ts';
import { coin } from './game.ts';
import { coinInvariants } from './invariants.ts';

test('one who guesses right has won the toss', async () => {
  const match = new VirtualMatch(coin, { bot: coinBot });
  const [ann, ben] = [await match.join('Ann'), await match.join('Ben')];
  match.send(ann, 'guess', 'heads');
  match.send(ben, 'guess', 'tails');
  await match.tick();
  expect([...match.state.won]).toEqual(match.state.side === 'heads' ? [1, 0] : [0, 1]);
});

test('who does not guess within ten seconds has said heads', async () => {
  const match = new VirtualMatch(coin, { bot: coinBot });
  await match.join('Ann');
  await match.join('Ben');
  await match.advance(10_100);
  const right = match.state.side === 'heads' ? 1 : 0;
  expect([...match.state.won]).toEqual([right, right]);
});

test('a bot plays with who waits alone', async () => {
  const match = new VirtualMatch(coin, { bot: coinBot });
  await match.join('Ann');
  await match.until(() => match.ended !== undefined, { limitMs: 60_000 });
  expect(match.ended?.kind).toBe('finished');
});

test('the invariants hold in 20 simulated matches', () => simulate(coinInvariants, { seeds: 20 }), 60_000);
