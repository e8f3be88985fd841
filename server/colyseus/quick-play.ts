/** Finds the room for quick play: the one that lacks the fewest players. */
import { matchMaker } from '@colyseus/core';
import type { ClientAddress } from '../admission/client-address.ts';
import type { LiveRoom } from '../host/live-room.ts';
import { LIMITS } from '../host/limits.ts';
import { GameRoom } from './room/game-room.ts';

/** Undefined: a new room has to be opened. */
export function findRoom(
  rooms: Iterable<LiveRoom>,
  game: string,
  spectate: boolean,
  address: ClientAddress,
): LiveRoom | undefined {
  let best: LiveRoom | undefined;
  let bestFree = Infinity;
  for (const room of rooms) {
    if (room.private || room.over || room.match.game.name !== game) continue;
    const free = spectate ? LIMITS.watchers - room.members.spectatorCount : freeSeats(room, address);
    if (free > 0 && free < bestFree) [best, bestFree] = [room, free];
  }
  return best;
}

/** Seats that are free and not reserved. */
function freeSeats(room: LiveRoom, address: ClientAddress): number {
  if (!room.match.joinable) return 0;
  const carrier = matchMaker.getLocalRoomById(room.id);
  const expected = carrier instanceof GameRoom ? carrier.reservations.seenFrom(address) : 0;
  return room.match.seatCount - room.match.players.length - room.members.joiningCount - expected;
}
