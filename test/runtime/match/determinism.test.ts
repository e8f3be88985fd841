import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, Output } from '../../../shared/runtime/host.ts';
import { caught, matchOf, step, type TestRoom } from '../play.ts';

/** A game with a bit of everything. */
async function rowdy(room: TestRoom): Promise<string> {
  const log: string[] = [];
  const note = (text: string): void => {
    log.push(`${room.tick} ${text}`);
    room.state.count = room.state.count * 31 + room.random.int(0, 1000);
  };
  const queue = room.queue<number>(4);
  room.spawn('arrivals', async () => {
    for await (const player of room.arrivals()) {
      note(`arrived ${player.name}`);
      room.notifyAll('hello', player.name);
    }
  });
  room.spawn('taker', async () => {
    for await (const item of queue) {
      note(`took ${item}`);
      await room.sleep(room.random.int(0, 120));
    }
  });
  room.every(170, () => note('every'));
  room.onTick(() => {
    for (const { inputs } of room.players)
      for (const { move, aim, seenMsAgo } of inputs) room.state.count += move * 7 + aim + seenMsAgo;
  });
  for (let round = 0; round < 12; round++) {
    const players = room.players;
    if (players.length === 0) {
      await room.sleep(100);
      continue;
    }
    const moves = await room.within(400, () =>
      room.allSettled(
        players.map((player) => () => player.next('move', { timeoutMs: room.random.int(50, 500), otherwise: -1 })),
      ),
    );
    note(`moves ${JSON.stringify(moves)}`);
    const fastest = await caught(() =>
      room.race(players.map((player) => () => player.ask('ready', { round }, { timeoutMs: 150 }))),
    ).catch((error: Error) => error.message);
    note(`fastest ${String(fastest)}`);
    await queue.put(round);
    void room.effect('fetch', { url: `${round}` }).then(note, () => undefined);
  }
  return log.join('\n');
}

const players = ['a', 'b', 'c', 'd', 'e'];
const player = fc.constantFrom(...players);
const changes = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 3 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), player, name: player, bot: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'return' as const, 'leave' as const), player }),
  fc.record({ kind: fc.constant('spectate' as const), player, name: player }),
  fc.record({
    kind: fc.constant('message' as const),
    player,
    type: fc.constantFrom('move', 'kept', 'other'),
    data: fc.nat(9),
    ref: fc.nat(99),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    player,
    question: fc.nat(20),
    answer: fc.boolean(),
    ref: fc.nat(99),
  }),
  fc.record({ kind: fc.constant('input' as const), seat: fc.nat(4), changes }),
  fc.record({ kind: fc.constant('effect' as const), effect: fc.nat(12), result: fc.string() }),
);
const journal = fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 20, maxLength: 80 });

async function run(entries: readonly Entry[][], seed: number): Promise<unknown[]> {
  const match = matchOf(rowdy, { seed });
  const outputs: (readonly Output[])[] = [];
  const states: number[] = [];
  for (const tick of entries) {
    outputs.push(await step(match, ...tick));
    states.push(match.state.count);
  }
  return [outputs, states, match.ended, match.describe()];
}

test('T4.1 the same start frame and entries give the same outputs, state and tasks, tick by tick', async () => {
  await fc.assert(
    fc.asyncProperty(journal, fc.integer(), async (entries, seed) => {
      expect(await run(entries, seed)).toEqual(await run(entries, seed));
    }),
    { numRuns: 40 },
  );
});

test('T4.2 another seed gives another match', async () => {
  const entries: Entry[][] = Array.from({ length: 20 }, () => []);
  entries[0] = [{ kind: 'join', player: 'a', name: 'Ann', bot: false }];
  expect(await run(entries, 1)).not.toEqual(await run(entries, 2));
});

test('T3.3 whatever enters, a match steps on, and answers each message and answer once', async () => {
  await fc.assert(
    fc.asyncProperty(journal, async (entries) => {
      const match = matchOf(rowdy);
      let last = 0;
      const replies = new Map<number, number>();
      for (const tick of entries) {
        const numbered = tick.map((each) => ('ref' in each ? { ...each, ref: ++last } : each));
        for (const output of await step(match, ...numbered)) {
          if (!('ref' in output) || output.ref === undefined) continue;
          replies.set(output.ref, (replies.get(output.ref) ?? 0) + 1);
        }
      }
      expect(match.tick).toBe(entries.length);
      expect([...replies.values()].every((count) => count === 1)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
