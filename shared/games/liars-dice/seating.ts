/** Keeps the seats of the state in step with the players of the room. */
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
  leaveSeat(seat);
  seat.player = player.id;
  seat.name = player.name;
  seat.bot = player.bot;
  seat.connected = player.connected;
  player.view.add(seat);
  tellTime(room);
}

/** Updates in each tick who is connected, and who left for good. */
export function keepSeats(room: TableRoom): void {
  for (const [index, seat] of room.state.seats.entries()) {
    if (seat.player === '') continue;
    const player = room.players.find(({ seat: taken }) => taken === index);
    const connected = player?.id === seat.player && player.connected;
    if (connected !== seat.connected) {
      seat.connected = connected;
      if (connected) tellTime(room);
    }
  }
  forfeitLeavers(room);
  if (room.state.phase === 'waiting') emptySeats(room);
}

/** Takes players who left out of the match. */
export function forfeitLeavers(room: TableRoom): void {
  for (const [index, seat] of room.state.seats.entries()) {
    if (seat.playing && !isHere(room, index)) {
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

/** Sets or clears the deadline of the phase or turn. Countdowns need `now` and `deadline` in one patch. */
export function setDeadline(room: TableRoom, ms: number | undefined): void {
  room.state.now = room.now;
  room.state.deadline = ms === undefined ? 0 : room.now + ms;
}

function tellTime(room: TableRoom): void {
  room.state.now = room.now;
}

function emptySeats(room: TableRoom): void {
  for (const [index, seat] of room.state.seats.entries()) {
    if (seat.player !== '' && !isHere(room, index)) leaveSeat(seat);
  }
}

function isHere(room: TableRoom, index: number): boolean {
  return room.players.some(({ seat, id }) => seat === index && id === room.state.seats[index]?.player);
}

function leaveSeat(seat: Seat): void {
  seat.player = '';
  seat.name = '';
  seat.bot = false;
  seat.connected = true;
  seat.wins = 0;
  clearMatch(seat);
}

function clearMatch(seat: Seat): void {
  seat.playing = false;
  seat.diceCount = 0;
  seat.dice.clear();
  seat.shown.clear();
}
