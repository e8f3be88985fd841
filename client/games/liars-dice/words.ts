/** Calls and verdicts as sentences. */
import type { CallView, RevealView, TableView } from './table-view.ts';
import { nameOf } from './table-view.ts';

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const ONE = ['', 'one', 'two', 'three', 'four', 'five', 'six'];
const MANY = ['', 'ones', 'twos', 'threes', 'fours', 'fives', 'sixes'];

function numberWord(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** "five fours", "one six". */
export function bidWords(count: number, face: number): string {
  return `${numberWord(count)} ${(count === 1 ? ONE : MANY)[face] ?? face}`;
}

/** What a seat has just called; `me` is addressed as "you". */
export function callWords(view: TableView, call: CallView, me: number | undefined): string {
  const you = call.seat === me;
  const who = you ? 'You' : nameOf(view, call.seat);
  switch (call.kind) {
    case 'bid':
      return call.byHouse
        ? `Time is up: the house bids ${bidWords(call.count, call.face)} for ${you ? 'you' : who}.`
        : `${who} ${you ? 'bid' : 'bids'} ${bidWords(call.count, call.face)}.`;
    case 'challenge':
      return `${who} ${you ? 'challenge' : 'challenges'}!`;
    case 'spotOn':
      return `${who} ${you ? 'call' : 'calls'} spot on!`;
  }
}

/** The verdict of a reveal: the count, and who loses a die. */
export function verdictWords(
  view: TableView,
  reveal: RevealView,
  me: number | undefined,
): { count: string; cost: string } {
  const loser = reveal.seat === me ? 'You' : nameOf(view, reveal.seat);
  if (reveal.kind === 'forfeit')
    return { count: `${reveal.seat === me ? 'You have' : `${loser} has`} left the table.`, cost: 'The round is off.' };
  const count =
    reveal.actual === reveal.count
      ? `Exactly ${bidWords(reveal.actual, reveal.face)}.`
      : `${reveal.actual === 1 ? 'There is' : 'There are'} ${bidWords(reveal.actual, reveal.face)}.`;
  const you = reveal.seat === me;
  const left = view.seats[reveal.seat]?.diceCount ?? 0;
  if (reveal.change > 0) return { count, cost: `Spot on! ${loser} ${you ? 'win' : 'wins'} a die back.` };
  if (reveal.change === 0) return { count, cost: `Spot on! ${loser} already ${you ? 'have' : 'has'} all five dice.` };
  if (left === 0)
    return { count, cost: `${loser} ${you ? 'lose your' : 'loses the'} last die and ${you ? 'are' : 'is'} out.` };
  return { count, cost: `${loser} ${you ? 'lose' : 'loses'} a die.` };
}
