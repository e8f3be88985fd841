/** A small game that is made of pieces: how little it takes, and what it does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkDeterminism, VirtualMatch } from '../../shared/runtime/testing.ts';
import { marker, ticTacToe } from '../support/tic-tac-toe.ts';

type Match = VirtualMatch<typeof ticTacToe>;

/** Ann in seat 0 and Ben in seat 1; Ann begins. */
async function begun(): Promise<{ match: Match; ann: string; ben: string }> {
  const match = new VirtualMatch(ticTacToe, { bot: marker });
  const [ann, ben] = [await match.join('Ann'), await match.join('Ben')];
  return { match, ann, ben };
}

/** Both mark cells in turn, and then time passes until the rematch is asked for, or the cells are used up. */
async function mark(match: Match, players: readonly string[], cells: readonly number[]): Promise<void> {
  for (const [index, cell] of cells.entries()) {
    match.send(players[index % 2] ?? '', 'mark', cell);
    await match.tick();
  }
}

function winsOf({ state }: Match): [name: string, wins: number][] {
  return state.seats.map(({ name, wins }) => [name, wins]);
}

test('with lobby seats, timer, rematch, bot and spectators it takes at most 90 lines', () => {
  const source = readFileSync(new URL('../support/tic-tac-toe.ts', import.meta.url), 'utf8');
  expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(90);
});

test('three in a row win, and the winner is in the roster', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 3, 1, 4, 2]);
  expect([match.state.winner, match.state.turn]).toEqual([0, -1]);
  expect(winsOf(match)).toEqual([
    ['Ann', 1],
    ['Ben', 0],
  ]);
});

test('a full board is a draw', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 1, 2, 4, 3, 5, 7, 6, 8]);
  expect([match.state.winner, match.questions(ann).length]).toEqual([-1, 1]);
});

test('a taken cell and a mark out of turn are refused, and change nothing', async () => {
  const { match, ann, ben } = await begun();
  match.send(ann, 'mark', 4);
  await match.tick();
  const taken = match.send(ben, 'mark', 4);
  const outOfTurn = match.send(ann, 'mark', 5);
  await match.tick();
  expect([taken.reply, outOfTurn.reply, [...match.state.board]]).toEqual([
    'illegal',
    'not-now',
    [-1, -1, -1, -1, 0, -1, -1, -1, -1],
  ]);
});

test('who does not mark within 20 seconds has lost', async () => {
  const { match } = await begun();
  await match.advance(19_800);
  expect([match.state.turn, match.state.winner]).toEqual([0, -1]);
  await match.advance(300);
  expect([match.state.turn, match.state.winner]).toEqual([-1, 1]);
});

test('who leaves in their turn has lost, and a bot takes the seat for the next match', async () => {
  const { match, ann, ben } = await begun();
  match.leave(ann);
  await match.tick();
  expect(match.state.winner).toBe(1);
  match.answer(ben, true);
  await match.until(() => match.state.turn >= 0);
  expect(match.state.seats.map(({ name, bot }) => [name, bot])).toEqual([
    [expect.stringContaining('Bot'), true],
    ['Ben', false],
  ]);
});

test('a rematch begins with the other player; who declines makes room for a bot', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 3, 1, 4, 2]);
  for (const player of [ann, ben]) match.answer(player, true);
  await match.tick();
  expect([match.state.turn, match.state.winner, new Set(match.state.board)]).toEqual([1, -1, new Set([-1])]);
  await mark(match, [ben, ann], [0, 3, 1, 4, 2]);
  match.answer(ann, true);
  match.answer(ben, false);
  await match.until(() => match.state.turn >= 0);
  expect(winsOf(match)).toEqual([
    ['Ann', 1],
    [expect.stringContaining('Bot'), 0],
  ]);
});

test('it ends when nobody wants another match', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 3, 1, 4, 2]);
  match.leave(ben);
  match.answer(ann, false);
  await match.until(() => match.ended !== undefined, { limitMs: 21_000 });
  expect([match.ended?.kind, match.match.residue.tasks]).toEqual(['finished', 0]);
});

test('a spectator sees board, turn and deadline as the players do', async () => {
  const { match, ann } = await begun();
  const seen = match.connect(await match.spectate('Will'));
  match.send(ann, 'mark', 4);
  await match.tick(2);
  expect(seen.toJSON()).toEqual(match.state.toJSON());
  expect(seen.deadline - seen.now).toBe(20_000);
});

test('a bot plays with who waits alone, and blocks a line', async () => {
  const match = new VirtualMatch(ticTacToe, { bot: marker });
  const ann = await match.join('Ann');
  await match.until(() => match.state.turn === 0, { limitMs: 6_000 });
  const turn = async (cell: number): Promise<void> => {
    match.send(ann, 'mark', cell);
    await match.tick();
    await match.until(() => match.state.turn === 0);
  };
  await turn(4);
  const { board } = match.state;
  // Two in a line through the middle that the bot has not touched.
  const [mine = -1, open = -1] =
    [
      [0, 8],
      [2, 6],
    ].find((ends) => ends.every((cell) => board[cell] === -1)) ?? [];
  await turn(mine);
  expect(board[open]).toBe(1);
  await match.until(() => match.state.winner >= 0);
});

test('it is deterministic', async () => {
  const report = await checkDeterminism(
    ticTacToe,
    async (match) => {
      const ann = await match.join('Ann');
      for (let tick = 0; tick < 900 && match.ended === undefined; tick++) {
        if (match.state.turn === 0) match.send(ann, 'mark', tick % 9);
        if (match.state.winner >= 0) match.answer(ann, true);
        await match.tick();
      }
    },
    { bot: marker },
  );
  expect(report.turns).toBeGreaterThan(100);
});
