import { describe, expect, test } from 'vitest';
import { liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { TestTable } from './test-table.ts';

/** Two play until one is out; the other has won. */
async function won(seed = 1): Promise<TestTable> {
  const table = await TestTable.bidding(2, seed);
  await table.loseRounds(() => table.state.phase === 'result');
  return table;
}

describe('a match', () => {
  test('eliminates a player who loses the last die, and continues without them', async () => {
    const table = await TestTable.bidding(3);
    await table.loseRounds(() => table.dice.includes(0));
    const out = table.dice.indexOf(0);
    expect(table.seat(out).playing).toBe(false);
    await table.reach('bidding');
    expect(table.turn).not.toBe(out);
    await table.bid(table.turn, 1, 2);
    expect(table.turn).not.toBe(out);
    expect(await table.call(out, 'challenge')).toBe('not-now');
    await table.bid(table.turn, 1, 3);
    expect(table.turn).not.toBe(out);
  });

  test('is won by the last player with dice, and the win is counted', async () => {
    const table = await won();
    const { winner } = table.state;
    expect(table.seat(winner).diceCount).toBeGreaterThan(0);
    expect(table.seat(1 - winner).diceCount).toBe(0);
    expect(table.state.seats.map(({ wins }) => wins)).toEqual(winner === 0 ? [1, 0] : [0, 1]);
  });

  test('rolls as many dice for each as they have left', async () => {
    const table = await TestTable.bidding(3);
    await table.loseRounds(() => table.state.round === 4);
    await table.reach('bidding');
    expect(table.state.seats.map(({ dice }) => dice.length)).toEqual(table.dice);
    const thrown = table.state.seats.map(({ dice }) => [...dice]).flat();
    expect(thrown.every((die) => die >= 1 && die <= 6)).toBe(true);
  });

  test('is dealt differently by another seed, and the same by the same', async () => {
    const dealt = async (seed: number) => (await TestTable.bidding(4, seed)).state.seats.map(({ dice }) => [...dice]);
    expect(await dealt(7)).toEqual(await dealt(7));
    expect(await dealt(7)).not.toEqual(await dealt(8));
  });
});

describe('the rematch vote', () => {
  test('asks everybody at the table, including players who are out', async () => {
    const table = await won();
    for (const id of table.players) {
      expect(table.match.questions(id)).toMatchObject([{ name: 'rematch', data: { winner: table.state.winner } }]);
    }
    expect(table.state.deadline - table.state.now).toBe(20_000);
  });

  test('starts the next match as soon as all have said yes', async () => {
    const table = await won();
    const { winner } = table.state;
    for (const id of table.players) table.match.answer(id, true);
    await table.match.tick(2);
    expect(table.state).toMatchObject({ phase: 'rolling', round: 1, winner: -1 });
    expect(table.dice).toEqual([5, 5]);
    expect(table.seat(winner).wins).toBe(1);
  });

  test('waits until everybody has answered', async () => {
    const table = await won();
    table.match.answer(table.players[0] ?? '', true);
    await table.match.advance(15_000);
    expect(table.state.phase).toBe('result');
  });

  test('removes players who decline, and opens the table to others', async () => {
    const table = await won();
    const [ann = '', bob = ''] = table.players;
    table.match.answer(ann, true);
    table.match.answer(bob, false);
    await table.match.tick(2);
    expect(table.dismissed()).toEqual([bob]);
    expect(table.state).toMatchObject({ phase: 'waiting', deadline: 0 });
    expect(table.match.match.joinable).toBe(true);
    expect(table.state.seats.map(({ player }) => player)).toEqual([ann, '']);
    await table.join(1);
    expect(table.state.phase).toBe('rolling');
    expect(table.seat(1)).toMatchObject({ name: 'Cid', wins: 0 });
  });

  test('removes players who do not answer within 20 seconds', async () => {
    const table = await won();
    const [ann = '', bob = ''] = table.players;
    table.match.answer(ann, true);
    await table.match.advance(19_800);
    expect(table.dismissed()).toEqual([]);
    await table.match.advance(300);
    expect(table.dismissed()).toEqual([bob]);
    expect(table.state.phase).toBe('waiting');
  });

  test('counts only the first answer', async () => {
    const table = await won();
    const ann = table.players[0] ?? '';
    const yes = table.match.answer(ann, true);
    await table.match.tick();
    const no = table.match.answer(ann, false);
    await table.match.tick();
    expect([yes.reply, no.reply]).toEqual(['accepted', 'stale-answer']);
    expect(table.dismissed()).toEqual([]);
  });

  test('ends the room when nobody says yes', async () => {
    const table = await won();
    await table.match.advance(20_200);
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
  });

  test('ends the room when only bots want to go on', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 }, 3, liarsDiceBot);
    await table.reach('result', 1_800_000);
    table.match.answer(table.players[0] ?? '', false);
    await table.match.until(() => table.match.ended !== undefined, { limitMs: 21_000 });
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
  });

  test('continues with the bots when a human accepts', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 }, 3, liarsDiceBot);
    await table.reach('result', 1_800_000);
    const bots = table.state.seats.filter(({ bot }) => bot).map(({ player }) => player);
    table.match.answer(table.players[0] ?? '', true);
    await table.reach('rolling', 10_000);
    expect(table.state.seats.filter(({ bot }) => bot).map(({ player }) => player)).toEqual(bots);
  });

  test('ends the room when the last person leaves the bots that wait for a rematch', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 60_000 }, 3, liarsDiceBot);
    await table.say(0, 'start', {});
    await table.reach('result', 1_800_000);
    const [, bot] = table.state.seats;
    table.match.leave(bot?.player ?? '');
    table.match.answer(table.players[0] ?? '', true);
    await table.reach('waiting', 10_000);
    await table.leave(0);
    await table.match.tick();
    expect(table.match.ended).toMatchObject({ kind: 'finished' });
  });

  test('does not wait for a player who accepted and then left', async () => {
    const table = await won();
    const [ann = '', bob = ''] = table.players;
    table.match.answer(ann, true);
    await table.match.tick();
    await table.leave(0);
    table.match.answer(bob, true);
    await table.match.tick(2);
    expect(table.state.phase).toBe('waiting');
    expect(table.state.seats.map(({ player }) => player)).toEqual(['', bob]);
  });
});
