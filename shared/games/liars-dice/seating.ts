/** Keeps the seats of the state in step with the players of the room. */
import { isSeated, leaveSeat, markConnected, takeSeat } from '../../runtime/index.ts';
import { DICE_EACH } from './rules.ts';
import type { TablePlayer, TableRoom } from './spec.ts';
import { Seat, type Table } from './state.ts';

/** Adds the empty seats. */
export function setTable(room: TableRoom): void {
  room.state.skill = room.options.skill;
  for (let seat = 0; seat < room.options.seats; seat += 1) room.state.seats.push(new Seat());
}

/** Gives `player` a seat and the view of its dice; does nothing for a player who has both. */
export function sitDown(room: TableRoom, player: TablePlayer, seat: Seat): void {
  if (player.view.has(seat)) return;
  clearMatch(seat);
  takeSeat(seat, player);
  player.view.add(seat);
  tellTime(room);
}

/** Updates in each tick who is connected, and who left for good. */
export function keepSeats(room: TableRoom): void {
  if (markConnected(room, room.state.seats)) tellTime(room);
  forfeitLeavers(room);
  if (room.state.phase === 'waiting') emptySeats(room);
}

/** Takes players who left out of the match. */
export function forfeitLeavers(room: TableRoom): void {
  for (const [index, seat] of room.state.seats.entries()) {
    if (seat.playing && !isSeated(room, room.state.seats, index)) {
      seat.playing = false;
      seat.diceCount = 0;
    }
  }
}

/** Deals everybody at the table in. */
export function dealIn(room: TableRoom): void {
  for (const player of room.players) {
    const seat = room.state.seats[player.seat];
    if (seat === undefined) continue;
    // Players who fill the last seats before their arrival was handled sit down here.
    sitDown(room, player, seat);
    seat.playing = true;
    seat.diceCount = DICE_EACH;
  }
}

/** Clears what a match leaves on the table; seats, wins and chat stay. */
export function clearTable(state: Table): void {
  state.round = 0;
  state.turn = -1;
  state.winner = -1;
  state.calls.clear();
  for (const seat of state.seats) clearMatch(seat);
}

function tellTime(room: TableRoom): void {
  room.state.now = room.now;
}

function emptySeats(room: TableRoom): void {
  for (const [index, seat] of room.state.seats.entries()) {
    if (seat.player === '' || isSeated(room, room.state.seats, index)) continue;
    leaveSeat(seat);
    clearMatch(seat);
  }
}

function clearMatch(seat: Seat): void {
  seat.playing = false;
  seat.diceCount = 0;
  seat.dice.clear();
  seat.shown.clear();
}
