import { describe, expect, test } from 'vitest';
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
import { PERSONALITIES, SKILLS, type Personality, type Skill } from '../../../shared/games/liars-dice/constants.ts';
import { profileOf, type BotProfile } from '../../../shared/games/liars-dice/bot-profiles.ts';
import {
  chanceBidHolds,
  chooseOnTurn,
  type RandomSource,
  type TableKnowledge,
} from '../../../shared/games/liars-dice/bot-decisions.ts';
import { Random } from '../../../shared/runtime/index.ts';

/** Plays a match by the pure rules, with calls on the turn only, and returns the winner's seat. */
function playOut(tempers: readonly BotProfile[], random: Random): number {
  let dice: number[] = tempers.map(() => DICE_EACH);
  let starter = random.int(0, tempers.length - 1);
  while (winnerOf(dice) === undefined) {
    const hands = dice.map((count) => Array.from({ length: count }, () => random.int(1, 6)));
    const changed = playRound(dice, hands, starter, tempers, random);
    dice = applyOutcome(dice, changed);
    starter = nextStarter(dice, changed.seat);
  }
  return winnerOf(dice) ?? -1;
}

function playRound(
  dice: number[],
  hands: number[][],
  starter: number,
  tempers: readonly BotProfile[],
  random: RandomSource,
) {
  const bids: (Bid & { seat: number })[] = [];
  for (let seat = starter; ; seat = nextSeat(dice, seat)) {
    const [own, standing] = [hands[seat] ?? [], bids.at(-1)];
    const heard = bids.filter((bid) => bid.seat !== seat).map(({ face }) => face);
    const move = chooseOnTurn({ own, dice, standing, heard }, temperAt(tempers, seat), random);
    if (move.kind === 'bid') {
      bids.push({ ...move.bid, seat });
      continue;
    }
    if (standing === undefined) throw new Error('called before the first bid');
    const actual = countFace(hands.flat(), standing.face);
    return settleCall({ kind: move.kind, caller: seat, bidder: standing.seat, bid: standing, actual, dice });
  }
}

function temperAt(tempers: readonly BotProfile[], seat: number): BotProfile {
  const temper = tempers[seat];
  if (temper === undefined) throw new RangeError(`nobody sits in seat ${seat}`);
  return temper;
}

function winsOf(tempers: readonly BotProfile[], matches: number, seed: number): number[] {
  const random = new Random(String(seed), 'tournament');
  const wins = tempers.map(() => 0);
  for (let match = 0; match < matches; match += 1) {
    const winner = playOut(tempers, random);
    wins[winner] = (wins[winner] ?? 0) + 1;
  }
  return wins;
}

/** How often, of so many matches, those with one skill win against as many with another; they take turns around the table. */
function winsOver(skill: Skill, personality: Personality, lower: Skill, matches: number): number {
  const random = new Random(`${skill} ${personality}`, 'tournament');
  const temper = profileOf(skill, personality);
  let wins = 0;
  for (let match = 0; match < matches; match += 1) {
    const tempers = [0, 1, 2, 3].map((seat) =>
      (seat + match) % 2 === 0 ? temper : profileOf(lower, random.pick(PERSONALITIES)),
    );
    if ((playOut(tempers, random) + match) % 2 === 0) wins += 1;
  }
  return wins;
}

const STEADY = SKILLS.map((skill) => profileOf(skill, 'steady'));
const [EASY, REGULAR, SHARP] = STEADY as [BotProfile, BotProfile, BotProfile];

test('every match between bots has a winner', () => {
  const wins = winsOf(STEADY, 200, 1);
  expect(wins.reduce((sum, won) => sum + won, 0)).toBe(200);
});

test('a better skill wins more often', () => {
  const [easyWins = 0, regularWins = 0] = winsOf([EASY, REGULAR], 600, 2);
  expect(regularWins).toBeGreaterThan(easyWins * 1.2);
  const [lowWins = 0, sharpWins = 0] = winsOf([REGULAR, SHARP], 600, 3);
  expect(sharpWins).toBeGreaterThan(lowWins * 1.2);
});

test.each(PERSONALITIES)('more skill wins, whatever the personalities: %s', (personality) => {
  expect(winsOver('regular', personality, 'easy', 300)).toBeGreaterThan(165);
  expect(winsOver('sharp', personality, 'regular', 300)).toBeGreaterThan(165);
});

test('a regular bot beats one that bluffs whenever it can', () => {
  const random = new Random(String(4), 'tournament');
  const liar: BotProfile = { ...REGULAR, blur: 0, bluff: 1, spotOn: 0 };
  let won = 0;
  for (let match = 0; match < 300; match += 1) won += playOut([REGULAR, liar], random) === 0 ? 1 : 0;
  expect(won).toBeGreaterThan(180);
});

describe('personalities play in other ways', () => {
  const sight = { own: [2, 2, 3, 5, 6], dice: [5, 5, 5] };

  /** What somebody of this personality does in one place, over and over. */
  function movesOf(personality: Personality, seen: TableKnowledge) {
    const random = new Random(personality, 'manner');
    const temper = profileOf('regular', personality);
    return Array.from({ length: 400 }, () => chooseOnTurn(seen, temper, random));
  }

  test('the bold bid more often what is unlikely, the careful seldom', () => {
    const bluffs = (personality: Personality) =>
      movesOf(personality, sight).filter((move) => move.kind === 'bid' && chanceBidHolds(move.bid, sight) < 0.6).length;
    expect(bluffs('bold')).toBeGreaterThan(1.4 * bluffs('steady'));
    expect(bluffs('careful')).toBeLessThan(0.6 * bluffs('steady'));
  });

  test('the careful doubt sooner', () => {
    const doubtful = { own: [2, 3, 4, 5, 6], dice: [5, 5, 5], standing: { count: 5, face: 6 } };
    const challenges = (personality: Personality) =>
      movesOf(personality, doubtful).filter(({ kind }) => kind === 'challenge').length;
    expect(challenges('careful')).toBeGreaterThan(challenges('steady'));
    expect(challenges('bold')).toBeLessThan(challenges('steady'));
  });

  test('gamblers call “spot on” where others do not', () => {
    const even = { own: [2, 2, 3], dice: [3, 4], standing: { count: 3, face: 2 } };
    const spotOns = (personality: Personality) =>
      movesOf(personality, even).filter(({ kind }) => kind === 'spotOn').length;
    expect(spotOns('gambler')).toBeGreaterThan(1.3 * spotOns('steady'));
  });
});
