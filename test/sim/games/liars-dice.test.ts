import { describe, expect, test } from 'vitest';
import { Call, ChatLine } from '../../../shared/games/liars-dice/state.ts';
import type { LiarsDiceMatch } from '../../../tools/sim/games/liars-dice/snapshot.ts';
import { simLiarsDice } from '../../../tools/sim/games/liars-dice.ts';
import { trial } from '../../../tools/sim/games/trial.ts';

type Tamper = (match: LiarsDiceMatch) => boolean;

/** Draws a table with four seats and four players. */
const SEED = 12;

const nonePlays = -1;

/** Breaks the state in the first tick in which `at` holds. */
function when(
  at: (match: LiarsDiceMatch) => boolean,
  breakIt: (state: LiarsDiceMatch['state'], match: LiarsDiceMatch) => void,
): Tamper {
  return (match) => {
    if (!at(match)) return false;
    breakIt(match.state, match);
    return true;
  };
}

const inPhase = (phase: string) => (match: LiarsDiceMatch) => match.state.phase === phase && match.tick > 2;
const inRound = (round: number, calls: number) => (match: LiarsDiceMatch) =>
  match.state.phase === 'bidding' && match.state.round === round && match.state.calls.length === calls;
const bidding = inRound(1, 0);
const bid = inRound(1, 1);
const reveal = inPhase('reveal');

/** Another playing seat. */
function otherThan({ seats }: LiarsDiceMatch['state'], ...not: number[]): number {
  return seats.findIndex(({ playing }, seat) => playing && !not.includes(seat));
}

const BROKEN: Readonly<Record<string, Tamper>> = {
  'nobody has more than five dice': when(bidding, ({ seats }) => (seats[0]!.diceCount = 6)),
  'exactly the players with dice are playing': when(bidding, ({ seats }) => (seats[0]!.playing = false)),
  'a player who left is not playing': when(bidding, ({ seats }) => (seats[0]!.player = 'somebody else')),
  'every seated player has a seat in the state': when(bidding, ({ seats }) => (seats[0]!.player = '')),
  'a waiting table has no dice': when(inPhase('waiting'), ({ seats }) => void seats[0]!.dice.push(3)),
  'a cup holds as many dice as its seat has': when(bidding, ({ seats }) => void seats[0]!.dice.push(3)),
  'dice are visible only during a reveal': when(bidding, ({ seats }) => void seats[0]!.shown.push(3)),
  'a die shows one to six': when(bidding, ({ seats }) => (seats[0]!.dice[2] = 7)),
  'dice do not change between rolls': when(bidding, ({ seats }) => (seats[0]!.dice[2] = 7 - seats[0]!.dice[2]!)),
  'dice change only with a reveal, a leave or a new match': when(bidding, ({ seats }) => (seats[0]!.diceCount -= 1)),
  'the chat is bounded': when(bidding, ({ chat }) => {
    for (let line = 0; line < 51; line += 1) chat.push(new ChatLine());
  }),
  'there is a winner in the result phase and in no other': when(bidding, (state) => (state.winner = 0)),
  'the round is 0 only while the table waits': when(inPhase('waiting'), (state) => (state.round = 1)),
  'rounds are counted one by one': when(bidding, (state) => (state.round += 1)),
  'there is a turn while bidding and at no other time': when(inPhase('rolling'), (state) => (state.turn = 0)),
  'bidding needs two players': when(bidding, ({ seats }) => {
    for (const seat of seats.slice(1)) seat.diceCount = 0;
  }),
  'the turn belongs to a player with dice': when(bidding, (state) => (state.turn = nonePlays)),
  'no deadline is later than its limit': when(bidding, (state) => (state.deadline += 1_000)),
  'a phase ends at its deadline': when(bidding, (state, { now }) => (state.deadline = now)),
  'phases follow in their order': when(inPhase('rolling'), (state) => (state.phase = 'reveal')),
  'the player who lost or gained a die begins': when(
    inRound(2, 0),
    (state) => (state.turn = otherThan(state, state.turn)),
  ),
  'turns go around the table': when(bid, (state) => (state.turn = otherThan(state, state.turn, state.calls[0]!.seat))),
  'a turn ends with a bid': when(bid, (state) => (state.turn = state.calls[0]!.seat)),
  'a win is counted for the winner alone': when(bidding, ({ seats }) => (seats[0]!.wins += 1)),
  'the last player with dice wins': when(inPhase('result'), ({ seats, winner }) => {
    seats[(winner + 1) % seats.length]!.diceCount = 1;
  }),
  'calls are never taken back': when(inRound(1, 2), ({ calls }) => void calls.splice(0, 2)),
  'a round begins without calls': when(inPhase('rolling'), ({ calls }) => void calls.push(new Call())),
  'a bid raises the last one, with no more dice than there are': when(bid, ({ calls }) => (calls[0]!.count = 60)),
  'players bid in turn': when(bid, (state) => (state.calls[0]!.seat = otherThan(state, state.calls[0]!.seat))),
  'a bid is called by another player with dice': when(reveal, ({ calls }) => (calls.at(-1).seat = calls.at(-2).seat)),
  'a call reveals the dice': when(bid, ({ calls }) => (calls[0]!.kind = 'challenge')),
  'the game bids for a player only when the turn has timed out': when(bid, ({ calls }) => (calls[0]!.byHouse = true)),
  'a bid by the game is the lowest one': when(bid, ({ calls }) => calls[0]!.assign({ byHouse: true, count: 5 })),
  'a reveal shows the standing bid': when(reveal, (state) => (state.reveal.count += 1)),
  'a reveal shows the last call': when(
    reveal,
    (state) => (state.reveal.caller = otherThan(state, state.reveal.caller)),
  ),
  'a forfeit is for a bidder who left': when(reveal, (state) => (state.reveal.kind = 'forfeit')),
  'a call costs the dice that the rules say': when(reveal, (state) => (state.reveal.actual += 1)),
  'the revealed dice are those that were rolled': when(
    reveal,
    ({ seats }) => void seats.find(({ shown }) => shown.length > 0)!.shown.pop(),
  ),
};

describe('whatever players do, no invariant of Liar’s Dice is violated, and no client knows more than it may', () => {
  test.each([3, 9, 22])('seed %i', async (seed) => {
    const { violations, failure, looks, ticks } = await trial(simLiarsDice, { seed, chaos: 0.2, limitMs: 120_000 });
    expect(failure).toBeUndefined();
    expect([...violations]).toEqual([]);
    expect(ticks).toBeGreaterThan(1_000);
    expect(looks).toBeGreaterThan(100);
  });
});

describe('a violation is detected of', () => {
  test.each(Object.entries(BROKEN))('%s', async (invariant, tamperOnce) => {
    const { violations } = await trial(simLiarsDice, {
      ...{ seed: SEED, chaos: 0, limitMs: 900_000, until: 'violation', tamperOnce },
    });
    expect([...violations.keys()]).toContain(invariant);
  });

  test.each([
    ['nobody joins in the middle of a match', { joinable: true }],
    ['a match has no more tasks than it needs', { liveTasks: 1_000 }],
  ])('%s', async (invariant, overrides) => {
    const { violations } = await trial(simLiarsDice, {
      ...{ seed: SEED, chaos: 0, limitMs: 60_000, until: 'violation', overrides },
    });
    expect([...violations.keys()]).toEqual([invariant]);
  });
});

describe('a leak is detected of', () => {
  const leaked = async (tamperOnce: Tamper): Promise<string | undefined> => {
    const { violations } = await trial(simLiarsDice, { seed: SEED, chaos: 0, limitMs: 10_000, tamperOnce });
    return violations.get('a leak');
  };

  test('the dice of another player', async () => {
    const leak = await leaked(
      when(bidding, ({ seats }, { players }) => players[0]!.view.add(seats[players[1]!.seat]!)),
    );
    expect(leak).toMatch(/person-1: dice [1-6,]+ .* in bidding/);
  });

  test('dice that are shown to all before the reveal', async () => {
    expect(await leaked(when(bidding, ({ seats }) => void seats[1]!.shown.push(4)))).toMatch(/dice 4 /);
  });
});

test('a match of bots ends in less than half of its time budget', async () => {
  const { overMs } = await trial(simLiarsDice, { seed: 59, chaos: 0, limitMs: simLiarsDice.budgetMs, until: 'over' });
  expect(overMs).toBeLessThan(simLiarsDice.budgetMs / 2);
});
