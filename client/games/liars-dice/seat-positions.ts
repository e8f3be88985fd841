/** Where seats are drawn around the table, as seen from the player's own seat. */
import type { Phase } from '../../../shared/games/liars-dice/state.ts';
import type { SeatView } from './table-view.ts';

export interface SeatPosition {
  seat: SeatView;
  /** In percent of the table's width and height. */
  x: number;
  y: number;
}

/** The arc over the far side of the table, in degrees, by number of opponents. */
const SPREAD = [0, 0, 96, 164, 196, 222];

/**
 * The opponents clockwise from the left, on an arc that leaves the player's side free; for a spectator, all seats in a circle. Empty
 * seats are drawn only while the table waits for players.
 */
export function seatPositions(seats: readonly SeatView[], me: number | undefined, phase: Phase): SeatPosition[] {
  const start = me === undefined ? 0 : me + 1;
  const around = seats.map((_, step) => seats[(start + step) % seats.length]).filter((seat) => seat !== undefined);
  const others = around.filter((seat) => seat.index !== me && (seat.taken || phase === 'waiting'));
  return others.map((seat, index) => ({
    seat,
    ...spot(me === undefined ? round(index, others.length) : arc(index, others.length)),
  }));
}

function arc(index: number, count: number): number {
  const spread = SPREAD[count] ?? 222;
  return 270 - spread / 2 + (count > 1 ? (spread * index) / (count - 1) : 0);
}

function round(index: number, count: number): number {
  return 90 + (360 * (index + 0.5)) / count;
}

function spot(degrees: number): { x: number; y: number } {
  const angle = (degrees * Math.PI) / 180;
  return { x: 50 + 41 * Math.cos(angle), y: 50 + 37 * Math.sin(angle) };
}
