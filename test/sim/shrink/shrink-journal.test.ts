import { schema, t } from '@colyseus/schema';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { buffered, defineBot, defineGame } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { type Recording, Replay } from '../../../shared/runtime/host.ts';
import { simGame, type SimGame } from '../../../tools/sim/games/sim-game.ts';
import { NOTHING_FAILS } from '../../../tools/sim/world/check-match.ts';
import { playJournal, type PlayedJournal } from '../../../tools/sim/shrink/play-journal.ts';
import { lengthOf, shrinkJournal } from '../../../tools/sim/shrink/shrink-journal.ts';
import { TryBudget } from '../../../tools/sim/shrink/try-budget.ts';

const State = schema({ sum: t.uint32().default(0) }, 'State');

/** Adds up its messages; 13 makes it fail. */
const adder = defineGame({
  name: 'adder',
  title: 'Adder',
  seats: { min: 1, max: 2 },
  tickRate: 10,
  state: State,
  messages: { add: buffered(z.int(), 8) },
  async play(room) {
    const [player] = await room.seated(1);
    for (;;) {
      const more = await player.next('add');
      if (more === 13) throw new Error('thirteen');
      room.state.sum += more;
    }
  },
});

/** @param most the invariant: the sum is never more */
function simAdder(most: number): SimGame {
  return simGame({
    game: adder,
    bot: defineBot(adder, { name: 'idle', play: async () => {} }),
    setup: () => ({ options: {}, players: 1 }),
    watch: ({ state }) => ({
      check: () => (state.sum > most ? [{ invariant: 'the sum stays low', details: `sum ${state.sum}` }] : []),
    }),
    branches: [],
    leak: () => '',
    isWorstMoment: () => false,
    hostile: () => ({ kind: 'message', type: 'add', data: 0 }),
    isOver: () => false,
    budgetMs: 0,
  });
}

async function recordingOf(numbers: readonly number[]): Promise<Recording> {
  const match = new VirtualMatch(adder);
  const ann = await match.join('Ann');
  const bob = await match.join('Bob');
  for (const number of numbers) {
    match.send(ann, 'add', number);
    match.send(bob, 'add', number);
    await match.tick(3);
  }
  return match.recording();
}

async function shortened(game: SimGame, recording: Recording, invariant: string): Promise<PlayedJournal | undefined> {
  return shrinkJournal(recording, invariant, (tried) => playJournal(game, tried), new TryBudget(500));
}

function numbersIn({ frames }: Recording): unknown[] {
  const entries = frames.flatMap(({ entries }) => entries);
  return entries.map((entry) => (entry.kind === 'message' ? entry.data : entry.kind));
}

it('a shrunk journal has only the entries that violate the invariant, and ends with the violation', async () => {
  const recording = await recordingOf([1, 2, 3, 50, 4, 5, 60, 7, 8]);
  const played = await shortened(simAdder(100), recording, 'the sum stays low');
  expect(numbersIn(played!.recording)).toEqual(['join', 50, 60]);
  expect(played!.violation).toEqual({
    ...{ invariant: 'the sum stays low', details: 'sum 110', match: 'TEST', tick: played!.recording.lastTick },
  });
  expect(lengthOf(played!.recording)).toBe(3);
});

it('the journal of a script that throws is shrunk too', async () => {
  const played = await shortened(simAdder(Infinity), await recordingOf([1, 2, 13, 4]), NOTHING_FAILS);
  expect(numbersIn(played!.recording)).toEqual(['join', 13]);
  expect(played!.violation.details).toBe('thirteen');
});

it('a shrunk journal violates the invariant, and no longer without any one entry', async () => {
  const numbers = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(numbers, fc.nat(30), async (numbers, most) => {
      const game = simAdder(most);
      const recording = await recordingOf(numbers);
      const played = await shortened(game, recording, 'the sum stays low');
      expect(played !== undefined).toBe(numbers.reduce((sum, number) => sum + number, 0) > most);
      if (played === undefined) return;
      const left = numbersIn(played.recording).slice(1) as number[];
      const sum = left.reduce((sum, number) => sum + number, 0);
      expect(sum).toBeGreaterThan(most);
      for (const number of left) expect(sum - number).toBeLessThanOrEqual(most);
    }),
    { numRuns: 30 },
  );
});

it('a shrunk journal replays without divergence', async () => {
  const played = await shortened(simAdder(100), await recordingOf([1, 60, 2, 60, 3]), 'the sum stays low');
  const replay = new Replay(adder, played!.recording);
  await replay.advance(replay.lastTick);
  expect({ tick: replay.tick, divergence: replay.divergence }).toEqual({
    ...{ tick: played!.recording.lastTick, divergence: undefined },
  });
  expect(replay.match.state.sum).toBe(120);
});

it('a journal that alone does not violate the invariant is not shrunk', async () => {
  const recording = await recordingOf([50, 60]);
  expect(await shortened(simAdder(100), recording, 'a crash loses nothing')).toBeUndefined();
  expect(await shortened(simAdder(200), recording, 'the sum stays low')).toBeUndefined();
});

it('a journal is played at most as often as the budget allows', async () => {
  const tries = new TryBudget(10);
  const played = await shrinkJournal(
    await recordingOf(Array.from({ length: 40 }, () => 5)),
    'the sum stays low',
    (tried) => playJournal(simAdder(100), tried),
    tries,
  );
  expect(tries.made).toBe(10);
  expect(played!.violation.invariant).toBe('the sum stays low');
});
