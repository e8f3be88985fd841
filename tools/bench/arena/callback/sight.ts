/** Interest management of the callback room, with the distances and the limit of the game. */
import { AIM_X, AIM_Y } from '../../../../shared/games/arena/directions.ts';
import { INTEREST } from '../../../../shared/games/arena/constants.ts';
import type { CallbackSeat } from './seat.ts';

/** Factor on the squared distance of fighters already in view, so that they do not flicker. */
const KEEP = 0.8;

/** Updates the views of a fifth of the seats: each view is updated every five ticks. */
export function updateViews(seats: readonly CallbackSeat[], tick: number): void {
  for (let number = tick % INTEREST.pauseTicks; number < seats.length; number += INTEREST.pauseTicks) {
    const seat = seats[number];
    if (seat?.client?.view !== undefined) updateView(seat, seats);
  }
}

/** Whether a line passes within sight of a seat. A line of length 0 is a point. */
export function isNear({ body }: CallbackSeat, x: number, y: number, aim: number, length: number): boolean {
  const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
  const along = Math.min(Math.max((body.x - x) * dx + (body.y - y) * dy, 0), length);
  const [offX, offY] = [body.x - x - dx * along, body.y - y - dy * along];
  return offX * offX + offY * offY < INTEREST.near * INTEREST.near;
}

function updateView(seat: CallbackSeat, seats: readonly CallbackSeat[]): void {
  const view = seat.client?.view;
  if (view === undefined) return;
  const { x, y } = seat.body;
  const near: { other: CallbackSeat; distance: number }[] = [];
  for (const other of seats) {
    if (other === seat || other.client === undefined) continue;
    const [dx, dy] = [other.body.x - x, other.body.y - y];
    const square = dx * dx + dy * dy;
    const seen = seat.sees.has(other);
    const bound = seen ? INTEREST.far : INTEREST.near;
    if (square < bound * bound) near.push({ other, distance: seen ? square * KEEP : square });
  }
  if (near.length > INTEREST.fighters) {
    near.sort((one, another) => one.distance - another.distance);
    near.length = INTEREST.fighters;
  }
  const wanted = new Set(near.map(({ other }) => other));
  for (const other of seat.sees) {
    if (wanted.has(other)) continue;
    view.remove(other.fighter);
    seat.sees.delete(other);
  }
  for (const other of wanted) {
    if (seat.sees.has(other)) continue;
    view.add(other.fighter);
    seat.sees.add(other);
  }
}
