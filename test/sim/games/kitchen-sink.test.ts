import { describe, expect, test } from 'vitest';
import type { KitchenSinkState } from '../../../tools/sim/games/kitchen-sink/game.ts';
import { simKitchenSink } from '../../../tools/sim/games/kitchen-sink.ts';
import { trial } from '../../../tools/sim/games/trial.ts';

const TABLE = { players: 2, options: {} };

type Break = (state: KitchenSinkState) => unknown;

const BROKEN: Readonly<Record<string, Break>> = {
  'rounds follow one another': (state) => (state.round += 2),
  'there are three rounds': (state) => (state.round = 4),
  'there are at most three dice': ({ dice }) => dice.push(1, 2, 3, 4),
  'the number of missed moves never falls': (state) => (state.missed = 0),
  'the log only grows': ({ log }) => log.splice(0, log.length, 'nothing'),
  'a round runs each effect once': ({ log }) => log.push('errand of {"round":1} under another key'),
  'an effect belongs to its round': ({ log }) => log.push('errand of {"round":3} under another key'),
  'a message that is sent once is logged once': ({ log }) => log.push('person-1 sees round 1', 'person-1 sees round 1'),
  'a refused message has no effect': ({ log }) => log.push('person-1 makes a bad move'),
  'the list of steps only grows': ({ steps }) => steps.clear(),
  'a hand shows the secret of its player': ({ hands }) => hands.forEach((hand) => (hand.secret = '<nobody> draws 100')),
  'a hand shows whether its player is connected': ({ hands }) => hands.clear(),
};

describe('whatever players do, no invariant of the kitchen sink is violated, and no client knows more than it may', () => {
  test.each([4, 18, 55])('seed %i', async (seed) => {
    const { violations, failure, looks } = await trial(simKitchenSink, { seed, chaos: 0.3, limitMs: 30_000 });
    expect(failure).toBeUndefined();
    expect([...violations]).toEqual([]);
    expect(looks).toBeGreaterThan(20);
  });
});

describe('a violation is detected of', () => {
  test.each(Object.entries(BROKEN))('%s', async (invariant, breakIt) => {
    const { violations } = await trial(simKitchenSink, {
      ...{ seed: 2, table: TABLE, chaos: 0, limitMs: 5_000 },
      tamperOnce(match) {
        const state = match.state as KitchenSinkState;
        if (state.missed < 2 || state.steps.length === 0 || state.log.length < 3) return false;
        breakIt(state);
        return true;
      },
    });
    expect([...violations.keys()]).toContain(invariant);
  });
});

test('a leak of the secret of another player is detected', async () => {
  const { violations } = await trial(simKitchenSink, {
    ...{ seed: 1, table: TABLE, chaos: 0, limitMs: 2_000 },
    tamper: ({ players, state }) => {
      const [one, other] = players.filter(({ bot }) => !bot);
      const hand = (state as KitchenSinkState).hands.get(other?.id ?? '');
      if (hand !== undefined) one?.view.add(hand);
    },
  });
  expect(violations.get('a leak')).toMatch(/person-1: the secret <person-2> draws/);
});

test('the match ends in less than half of its time budget', async () => {
  const { branches, overMs = 0 } = await trial(simKitchenSink, { seed: 1, chaos: 0, limitMs: simKitchenSink.budgetMs });
  expect(branches.get('everybody is done')).toBe(1);
  expect(overMs).toBeLessThan(simKitchenSink.budgetMs / 2);
});
