import { describe, expect, test } from 'vitest';
import { knowledgeOf } from '../../../shared/games/liars-dice/table-knowledge.ts';
import { TestTable } from './test-table.ts';

describe('what a seat knows', () => {
  test('is its own dice, how many the others have, and the bid on the table', async () => {
    const table = await TestTable.bidding(3);
    const first = table.turn;
    expect(knowledgeOf(table.state, first)).toMatchObject({ standing: undefined, heard: [], dice: [5, 5, 5] });
    await table.bid(first, 2, 4);
    const state = table.match.connect(table.idOf(table.turn));
    await table.match.tick();
    const { own, standing } = knowledgeOf(state, table.turn);
    expect(own).toEqual([...table.seat(table.turn).dice]);
    expect(standing).toEqual({ count: 2, face: 4 });
    expect(knowledgeOf(state, first).own).toEqual([]);
  });

  test('are the faces that others have bid, not those that it has bid itself', async () => {
    const table = await TestTable.bidding(2);
    const [first, second] = [table.turn, table.next];
    await table.bid(first, 1, 4);
    await table.bid(second, 1, 6);
    await table.bid(first, 2, 3);
    expect(knowledgeOf(table.state, first).heard).toEqual([6]);
    expect(knowledgeOf(table.state, second).heard).toEqual([4, 3]);
  });
});
