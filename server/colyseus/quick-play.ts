/** Which table a newcomer is brought to: the one that lacks the fewest players, or a new one. */
import { matchMaker, RegisteredHandler } from '@colyseus/core';
import type { GameEntry } from '../games.ts';
import type { LiveRoom } from '../host/live-room.ts';
import { LIMITS } from '../host/limits.ts';
import { GameRoom, gameRoomClass } from './game-room.ts';
import type { House } from './house.ts';
import { glance } from './options.ts';

/** Matches no room: then one is created. */
const NO_ROOM = { roomId: '' };

/** A game as the matchmaker knows it. */
export class QuickPlay extends RegisteredHandler<GameRoom> {
  readonly #house: House;

  constructor(house: House, entry: GameEntry) {
    super(gameRoomClass(house, entry));
    this.name = entry.game.name;
    this.#house = house;
  }

  /** Called for `join` and `joinOrCreate`, right before the rooms are searched for one that fits what this returns. */
  override getFilterOptions(options: unknown): { roomId: string } {
    const { private: hidden, spectate } = glance(options);
    if (hidden) return NO_ROOM;
    let best: LiveRoom | undefined;
    let bestFree = Infinity;
    for (const room of this.#house.host.rooms.values()) {
      if (room.private || room.over || room.match.game.name !== this.name) continue;
      const free = spectate ? LIMITS.watchers - room.door.watchers : freeSeats(room);
      if (free > 0 && free < bestFree) [best, bestFree] = [room, free];
    }
    return best === undefined ? NO_ROOM : { roomId: best.id };
  }

  override getMetadataFromOptions(): Record<string, never> {
    return {};
  }
}

/** Seats that nobody has, and nobody is on the way to. */
function freeSeats(room: LiveRoom): number {
  if (!room.match.open) return 0;
  const carrier = matchMaker.getLocalRoomById(room.id);
  const expected = carrier instanceof GameRoom ? carrier.expectedPlayers : 0;
  return room.match.seatCount - room.match.players.length - expected;
}
