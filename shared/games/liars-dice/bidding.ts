/** The bidding of one round: bids go around the table until somebody calls, while everybody may call at any time. */
import { msLeft, setDeadline, turns } from '../../runtime/index.ts';
import { PACE } from './constants.ts';
import { diceInPlay, isLegalBid, leastRaise, seatsInPlay, type Bid, type CallKind } from './rules.ts';
import { forfeitLeavers } from './seating.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { Call, type Table } from './state.ts';

/** The bid to beat, and where to find it in `calls`. */
export interface StandingBid extends Bid {
  seat: number;
  index: number;
}

/** Somebody called the standing bid. */
export interface Called {
  kind: CallKind;
  caller: number;
  standing: StandingBid;
}

/** The player who made the standing bid has left. */
export interface Forfeited {
  kind: 'forfeit';
  standing: StandingBid;
}

/** How the bidding ended; 'alone' when fewer than two are left to bid. */
export type BiddingEnd = Called | Forfeited | { kind: 'alone' };

/** What is said in a turn. `byHouse`: said automatically because the player's time ran out. */
type Word =
  | ({ kind: 'bid'; seat: number; byHouse: boolean } & Bid)
  | { kind: CallKind; seat: number; byHouse: boolean; standing: StandingBid }
  | { kind: 'left' };

/** Dice left by seat. */
export function diceBySeat(state: Table): number[] {
  return state.seats.map(({ diceCount }) => diceCount);
}

/** Lets the bids go around, from `starter` or the next seat in play, until the round is decided. */
export async function bidding(room: TableRoom, starter: number): Promise<BiddingEnd> {
  const { state } = room;
  let standing: StandingBid | undefined;
  forfeitLeavers(room);
  const isOut = ({ seat }: TablePlayer): boolean => !isPlaying(state, seat);
  for (const { seat: turn } of turns(room, { first: starter, isOut, least: 2 })) {
    state.phase = 'bidding';
    state.turn = turn;
    setDeadline(room, state, PACE.turnMs);
    const word = await nextWord(room, turn, standing);
    if (word.kind === 'left') {
      if (standing === undefined || isPlaying(state, standing.seat) || isLonely(state)) continue;
      return { kind: 'forfeit', standing };
    }
    state.calls.push(new Call().assign(word));
    if (word.kind !== 'bid') return { kind: word.kind, caller: word.seat, standing: word.standing };
    standing = { seat: word.seat, count: word.count, face: word.face, index: state.calls.length - 1 };
  }
  return { kind: 'alone' };
}

/** What moves the round on: a bid by the turn's seat, a call by anybody, or one of the two leaving. */
async function nextWord(room: TableRoom, turn: number, standing: StandingBid | undefined): Promise<Word> {
  const { state } = room;
  for (;;) {
    const playing = room.players.filter(({ seat }) => isPlaying(state, seat));
    const word = await room.race([
      ...playing.filter(({ seat }) => seat === turn).map((player) => () => bidOf(room, player, standing)),
      ...(standing === undefined ? [] : playing.flatMap((player) => callsOf(player, standing))),
      () => farewell(room, playing),
    ]);
    forfeitLeavers(room);
    const bidderLeft = standing !== undefined && !isPlaying(state, standing.seat);
    if (word.kind === 'bid' && isPlaying(state, word.seat)) return word;
    if (isLonely(state) || bidderLeft) return { kind: 'left' };
    if (word.kind !== 'left' && isPlaying(state, word.seat)) return word;
    if (!isPlaying(state, turn)) return { kind: 'left' };
  }
}

/** A legal bid by the turn's player; an automatic one once the time is up. */
async function bidOf(room: TableRoom, player: TablePlayer, standing: StandingBid | undefined): Promise<Word> {
  const inPlay = diceInPlay(diceBySeat(room.state));
  const bid = await player.next('bid', {
    timeoutMs: msLeft(room.state, room.now),
    otherwise: undefined,
    refuse: (said) => (isLegalBid(said, standing, inPlay) ? undefined : `${said.count} × ${said.face} is no raise`),
  });
  if (player.left) return { kind: 'left' };
  if (bid === undefined) return automaticWord(player.seat, standing, inPlay);
  return { kind: 'bid', seat: player.seat, byHouse: false, ...bid };
}

function automaticWord(seat: number, standing: StandingBid | undefined, inPlay: number): Word {
  const raise = leastRaise(standing, inPlay);
  if (raise !== undefined) return { kind: 'bid', seat, byHouse: true, ...raise };
  if (standing !== undefined) return { kind: 'challenge', seat, byHouse: true, standing };
  return { kind: 'left' };
}

/** Both calls on the standing bid, by anybody but its bidder. */
function callsOf(player: TablePlayer, standing: StandingBid): (() => Promise<Word>)[] {
  if (player.seat === standing.seat) return [];
  return [() => callOf(player, 'challenge', standing), () => callOf(player, 'spotOn', standing)];
}

async function callOf(player: TablePlayer, kind: CallKind, standing: StandingBid): Promise<Word> {
  const call = await player.next(kind, {
    otherwise: undefined,
    refuse: ({ bid }) => (bid === undefined || bid === standing.index ? undefined : 'too late: another bid stands now'),
  });
  return call === undefined ? { kind: 'left' } : { kind, seat: player.seat, byHouse: false, standing };
}

async function farewell(room: TableRoom, playing: readonly TablePlayer[]): Promise<Word> {
  await room.until(() => playing.some(({ left }) => left));
  return { kind: 'left' };
}

function isPlaying(state: Table, seat: number): boolean {
  return state.seats[seat]?.playing ?? false;
}

/** Too few are left to go on. */
function isLonely(state: Table): boolean {
  return seatsInPlay(diceBySeat(state)).length < 2;
}
