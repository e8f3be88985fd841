/** The seats that Colyseus keeps for clients that have asked for one and have not connected yet. */
import type { Room } from '@colyseus/core';

/** Gives all of them their whole time again, and a room that nobody has joined too. */
export function prolongReservations(room: Room): void {
  const timers: Record<string, NodeJS.Timeout> = room['_reservedSeatTimeouts'];
  for (const timer of Object.values(timers)) timer.refresh();
  room['_autoDisposeTimeout']?.refresh();
}

/** Keeps none of them any longer. */
export function cancelReservations(room: Room): void {
  const timers: Record<string, NodeJS.Timeout> = room['_reservedSeatTimeouts'];
  for (const [id, timer] of Object.entries(timers)) {
    clearTimeout(timer);
    Reflect.deleteProperty(timers, id);
    Reflect.deleteProperty(room['_reservedSeats'], id);
  }
  clearTimeout(room['_autoDisposeTimeout']);
  Reflect.deleteProperty(room, '_autoDisposeTimeout');
}
