import { checkDeterminism, simulate, VirtualMatch } from 'greenroom/testing';
import { expect, test } from 'vitest';
import { marker } from './bot.ts';
import { ticTacToe, TURN_MS } from './game.ts';
import { ticTacToeInvariants } from './invariants.ts';

type Match = VirtualMatch<typeof ticTacToe>;

/** Ann in seat 0 and Ben in seat 1; Ann begins. No real time passes. */
async function begun(): Promise<{ match: Match; ann: string; ben: string }> {
  const match = new VirtualMatch(ticTacToe, { bot: marker });
  return { match, ann: await match.join('Ann'), ben: await match.join('Ben') };
}

/** They mark these cells in turn. */
async function mark(match: Match, players: readonly string[], cells: readonly number[]): Promise<void> {
  for (const [index, cell] of cells.entries()) {
    match.send(players[index % 2]!, 'mark', cell);
    await match.tick();
  }
}

test('three in a row win', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 3, 1, 4, 2]);
  expect([match.state.winner, match.state.turn]).toEqual([0, -1]);
  expect(match.state.seats.map(({ name, wins }) => [name, wins])).toEqual([
    ['Ann', 1],
    ['Ben', 0],
  ]);
});

test('a taken cell and a mark out of turn are refused', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann], [4]);
  const taken = match.send(ben, 'mark', 4);
  const outOfTurn = match.send(ann, 'mark', 5);
  await match.tick();
  expect([taken.reply, outOfTurn.reply]).toEqual(['illegal', 'not-now']);
});

test('who does not mark in time has lost', async () => {
  const { match } = await begun();
  await match.advance(TURN_MS - 200);
  expect([match.state.turn, match.state.winner]).toEqual([0, -1]);
  await match.advance(400);
  expect([match.state.turn, match.state.winner]).toEqual([-1, 1]);
});

test('the other player begins the rematch', async () => {
  const { match, ann, ben } = await begun();
  await mark(match, [ann, ben], [0, 3, 1, 4, 2]);
  for (const player of [ann, ben]) match.answer(player, true);
  await match.tick();
  expect([match.state.turn, new Set(match.state.board)]).toEqual([1, new Set([-1])]);
});

test('a bot plays with who waits alone', async () => {
  const match = new VirtualMatch(ticTacToe, { bot: marker });
  await match.join('Ann');
  await match.until(() => match.state.turn === 0, { limitMs: 6_000 });
  expect(match.state.seats[1]?.bot).toBe(true);
});

test('a spectator sees what players see', async () => {
  const { match, ann } = await begun();
  const seen = match.connect(await match.spectate('Will'));
  await mark(match, [ann], [4]);
  await match.tick(2);
  expect(seen.toJSON()).toEqual(match.state.toJSON());
});

test('it is deterministic: a match that is recovered comes out the same', async () => {
  const report = await checkDeterminism(
    ticTacToe,
    async (match) => {
      const ann = await match.join('Ann');
      for (let tick = 0; tick < 300; tick++) {
        if (match.state.turn === 0) match.send(ann, 'mark', tick % 9);
        await match.tick();
      }
    },
    { bot: marker },
  );
  expect(report.turns).toBeGreaterThan(20);
});

test('the invariants hold in 20 simulated matches', () => simulate(ticTacToeInvariants, { seeds: 20 }), 60_000);
