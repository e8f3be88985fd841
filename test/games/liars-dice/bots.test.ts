import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PERSONALITIES } from '../../../shared/games/liars-dice/constants.ts';
import { liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { DICE_EACH } from '../../../shared/games/liars-dice/rules.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { TestTable } from './test-table.ts';

const HALF_AN_HOUR_MS = 1_800_000;

/** A table of bots: one person sits down, brings them, and leaves. */
async function botsOnly(seats: number, seed: number): Promise<TestTable> {
  const table = await TestTable.seated(1, { seats, fillAfterMs: 0 }, seed, liarsDiceBot);
  await table.reach('rolling');
  await table.leave(0);
  return table;
}

async function toTheEnd(table: TestTable): Promise<void> {
  await table.match.until(() => table.match.ended !== undefined, { limitMs: HALF_AN_HOUR_MS });
}

describe('bots', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('play a whole match to its end (seed %i)', async (seed) => {
    const table = await botsOnly(2 + (seed % 5), seed);
    await toTheEnd(table);
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
    expect(table.dice.filter((count) => count > 0)).toHaveLength(1);
    expect(table.seat(table.state.winner).bot).toBe(true);
  });

  test('draw a personality each', async () => {
    const pick = vi.spyOn(Random.prototype, 'pick');
    onTestFinished(() => pick.mockRestore());
    const table = await botsOnly(6, 2);
    await table.reach('bidding');
    const drawn = pick.mock.calls.flatMap(([items], call) =>
      items === PERSONALITIES ? [pick.mock.results[call]?.value] : [],
    );
    expect(drawn).toHaveLength(5);
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  test('never break the rules, and never run out of time', async () => {
    const table = await botsOnly(6, 42);
    const seen = new Set<string>();
    let dice = table.dice.reduce((a, b) => a + b, 0);
    while (table.match.ended === undefined) {
      await table.match.tick();
      for (const call of table.calls) seen.add(call);
      const now = table.dice.reduce((a, b) => a + b, 0);
      if (table.state.phase !== 'result') expect(Math.abs(now - dice)).toBeLessThanOrEqual(1);
      expect(table.dice.every((count) => count <= DICE_EACH)).toBe(true);
      dice = now;
    }
    expect([...seen].filter((call) => call.includes('house'))).toEqual([]);
    expect(table.match.outputs.filter((output) => output.kind === 'refused' && output.code === 'illegal')).toEqual([]);
  });

  test('play the same match again from the same seed', async () => {
    const story = async () => {
      const table = await botsOnly(4, 11);
      const calls: string[] = [];
      while (table.match.ended === undefined) {
        await table.match.tick();
        calls.push(table.calls.join());
      }
      return calls;
    };
    expect(await story()).toEqual(await story());
  });

  test('take their time, as people do', async () => {
    const table = await botsOnly(3, 5);
    await table.reach('bidding');
    const opened = table.match.now;
    await table.match.until(() => table.calls.length > 0);
    expect(table.match.now - opened).toBeGreaterThanOrEqual(500);
    expect(table.match.now - opened).toBeLessThanOrEqual(3_000);
  });

  test('vote for another match as soon as a person does', async () => {
    const table = await TestTable.seated(1, { seats: 4, fillAfterMs: 0 }, 21, liarsDiceBot);
    await table.reach('result', HALF_AN_HOUR_MS);
    table.match.answer(table.players[0] ?? '', true);
    await table.reach('bidding', 10_000);
    expect(table.state.seats.map(({ bot }) => bot)).toEqual([false, true, true, true]);
  });

  test('show what they feel now and then', async () => {
    const table = await botsOnly(5, 3);
    await toTheEnd(table);
    const emotes = table.match.outputs.filter((output) => output.kind === 'notice' && output.type === 'emote');
    expect(emotes.length).toBeGreaterThan(0);
    expect(emotes.length).toBeLessThan(60);
  });

  test('leave no task behind when the room is over', async () => {
    const table = await botsOnly(3, 8);
    await toTheEnd(table);
    expect(table.match.match.liveTasks).toBe(0);
  });
});
