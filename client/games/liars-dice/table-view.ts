/** The table's state as plain values, read after each patch: schema objects change in place, while views can be compared. */
import type { Bid } from '../../../shared/games/liars-dice/rules.ts';
import type { Phase, Table } from '../../../shared/games/liars-dice/state.ts';
import { nameInText } from '../../../shared/names.ts';

export interface SeatView {
  index: number;
  /** The seat has a player, or one who has left. */
  taken: boolean;
  name: string;
  bot: boolean;
  connected: boolean;
  playing: boolean;
  diceCount: number;
  wins: number;
  /** The player's own dice; empty for other seats. */
  dice: readonly number[];
  /** All dice, at the reveal. */
  shown: readonly number[];
}

export interface CallView {
  seat: number;
  kind: 'bid' | 'challenge' | 'spotOn';
  count: number;
  face: number;
  byHouse: boolean;
}

export interface RevealView {
  caller: number;
  kind: 'challenge' | 'spotOn' | 'forfeit';
  bidder: number;
  count: number;
  face: number;
  actual: number;
  seat: number;
  change: number;
}

export interface ChatView {
  name: string;
  seat: number;
  text: string;
  at: number;
}

export interface TableView {
  phase: Phase;
  seats: readonly SeatView[];
  round: number;
  turn: number;
  calls: readonly CallView[];
  /** The standing bid, and its index in `calls`. */
  standing: (Bid & { seat: number; index: number }) | undefined;
  reveal: RevealView | undefined;
  winner: number;
  now: number;
  deadline: number;
  chat: readonly ChatView[];
  diceInPlay: number;
}

/** The view of a state. */
export function readTable(state: Table): TableView {
  const seats = [...state.seats].map((seat, index): SeatView => ({
    index,
    taken: seat.player !== '' || seat.name !== '',
    name: seat.name,
    bot: seat.bot,
    connected: seat.connected,
    playing: seat.playing,
    diceCount: seat.diceCount,
    wins: seat.wins,
    dice: [...(seat.dice ?? [])],
    shown: [...(seat.shown ?? [])],
  }));
  const calls = [...state.calls].map(({ seat, kind, count, face, byHouse }) => ({ seat, kind, count, face, byHouse }));
  return {
    phase: state.phase,
    seats,
    round: state.round,
    turn: state.turn,
    calls,
    standing: standingBid(calls),
    reveal: state.phase === 'reveal' ? readReveal(state) : undefined,
    winner: state.winner,
    now: state.now,
    deadline: state.deadline,
    chat: [...state.chat].map(({ name, seat, text, at }) => ({ name, seat, text, at })),
    diceInPlay: seats.reduce((sum, seat) => sum + seat.diceCount, 0),
  };
}

function readReveal({ reveal }: Table): RevealView | undefined {
  if (!reveal) return undefined;
  const { caller, kind, bidder, count, face, actual, seat, change } = reveal;
  return { caller, kind, bidder, count, face, actual, seat, change };
}

function standingBid(calls: readonly CallView[]): TableView['standing'] {
  const index = calls.findLastIndex(({ kind }) => kind === 'bid');
  const bid = calls[index];
  return bid && { seat: bid.seat, count: bid.count, face: bid.face, index };
}

/** A seat's name for use in a sentence. */
export function nameOf(view: TableView, seat: number): string {
  return nameInText(view.seats[seat]?.name || 'Somebody');
}

/** Whether a seat may challenge the standing bid now. */
export function mayCall(view: TableView, me: number | undefined): boolean {
  return (
    me !== undefined &&
    view.phase === 'bidding' &&
    view.standing !== undefined &&
    view.standing.seat !== me &&
    view.seats[me]?.playing === true
  );
}

/** Whether it is a seat's turn to bid. */
export function mayBid(view: TableView, me: number | undefined): boolean {
  return me !== undefined && view.phase === 'bidding' && view.turn === me;
}
