import { expect, test } from 'vitest';
import {
  applyOutcome,
  countFace,
  DICE_EACH,
  nextSeat,
  nextStarter,
  settleCall,
  winnerOf,
  type Bid,
} from '../../../shared/games/liars-dice/rules.ts';
import { chooseOnTurn, TEMPERS, type Luck, type Temper } from '../../../shared/games/liars-dice/think.ts';
import { Random } from '../../../shared/runtime/random.ts';

/** Plays a match by the pure rules, with calls on the turn only, and returns the winner's seat. */
function playOut(tempers: readonly Temper[], luck: Random): number {
  let dice: number[] = tempers.map(() => DICE_EACH);
  let starter = luck.int(0, tempers.length - 1);
  while (winnerOf(dice) === undefined) {
    const hands = dice.map((count) => Array.from({ length: count }, () => luck.int(1, 6)));
    const changed = playRound(dice, hands, starter, tempers, luck);
    dice = applyOutcome(dice, changed);
    starter = nextStarter(dice, changed.seat);
  }
  return winnerOf(dice) ?? -1;
}

function playRound(dice: number[], hands: number[][], starter: number, tempers: readonly Temper[], luck: Luck) {
  let standing: (Bid & { seat: number }) | undefined;
  for (let seat = starter; ; seat = nextSeat(dice, seat)) {
    const move = chooseOnTurn({ own: hands[seat] ?? [], dice, standing }, tempers[seat] ?? TEMPERS.regular, luck);
    if (move.kind === 'bid') {
      standing = { ...move.bid, seat };
      continue;
    }
    if (standing === undefined) throw new Error('called before the first bid');
    const actual = countFace(hands.flat(), standing.face);
    return settleCall({ kind: move.kind, caller: seat, bidder: standing.seat, bid: standing, actual, dice });
  }
}

function winsOf(tempers: readonly Temper[], matches: number, seed: number): number[] {
  const luck = new Random(seed, 'tournament');
  const wins = tempers.map(() => 0);
  for (let match = 0; match < matches; match += 1) {
    const winner = playOut(tempers, luck);
    wins[winner] = (wins[winner] ?? 0) + 1;
  }
  return wins;
}

test('every match between bots has a winner', () => {
  const wins = winsOf(Object.values(TEMPERS), 200, 1);
  expect(wins.reduce((sum, won) => sum + won, 0)).toBe(200);
});

test('a better skill wins more often', () => {
  const { easy, regular, sharp } = TEMPERS;
  const [easyWins = 0, regularWins = 0] = winsOf([easy, regular], 600, 2);
  expect(regularWins).toBeGreaterThan(easyWins);
  const [lowWins = 0, sharpWins = 0] = winsOf([easy, sharp], 600, 3);
  expect(sharpWins).toBeGreaterThan(lowWins * 1.2);
});

test('a regular bot beats one that bluffs whenever it can', () => {
  const luck = new Random(4, 'tournament');
  const liar: Temper = { blur: 0, bluff: 1, spotOn: 0, outcry: 0 };
  let won = 0;
  for (let match = 0; match < 300; match += 1) won += playOut([TEMPERS.regular, liar], luck) === 0 ? 1 : 0;
  expect(won).toBeGreaterThan(180);
});
