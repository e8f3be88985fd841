/** The roster: who sits in which seat, kept in the state for all to see. */
import { schema, t, type ArraySchema, type SchemaType } from '@colyseus/schema';
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';
import type { SystemHandle } from '../verbs/systems.ts';

/** A seat in a state. */
export interface RosterFields {
  /** The player's id; '' for an empty seat. */
  player: string;
  /** The player's name. */
  name: string;
  /** Whether a bot plays. */
  bot: boolean;
  /** Whether the player is connected; true for an empty seat. */
  connected: boolean;
  /** Matches that the player has won here: counted by the script, 0 for a new player. */
  wins: number;
}

/**
 * The fields of a seat, for a class of a game's own.
 *
 * @example
 * const Seat = schema({ ...rosterFields(), dice: t.array('uint8').view() }, 'Seat');
 */
export function rosterFields() {
  return {
    player: t.string().default(''),
    name: t.string().default(''),
    bot: t.boolean().default(false),
    connected: t.boolean().default(true),
    wins: t.uint16().default(0),
  };
}

/**
 * A seat with nothing else in it.
 *
 * @example
 * const Table = schema({ seats: t.array(RosterSeat) }, 'Table');
 */
export const RosterSeat = schema(rosterFields(), 'RosterSeat');
/** See the class {@link RosterSeat}. */
export type RosterSeat = SchemaType<typeof RosterSeat>;

/** What a game adds to its roster. */
export interface RosterOptions<S extends GameSpec, Seat> {
  /**
   * Called when a player has taken a seat, before clients see it: clears what the last player has left in fields of the game's own, and
   * adds hidden ones to the player's view. Synchronous, like a system.
   */
  onTake?(seat: Seat, player: Player<S>): void;
  /** While it gives true, seats of players who have left stay as they were, but not connected. Without it they are emptied at once. */
  keepsLeavers?(): boolean;
}

/**
 * Keeps a list of seats in step with the players of the room: now, and in each tick until the calling scope ends. Each player has the place
 * of the list that has the number of their seat; places that are missing are added.
 *
 * @param Seat the class of the seats
 *
 * @example
 * async play(room) {
 *   roster(room, room.state.seats, RosterSeat);
 *   const [ann, bob] = await room.seated(2);
 *   const winner = await playMatch(room, ann, bob);
 *   room.state.seats[winner.seat]!.wins += 1;
 * }
 */
export function roster<S extends GameSpec, Seat extends RosterFields>(
  room: Room<S>,
  seats: ArraySchema<Seat>,
  Seat: new () => Seat,
  { onTake, keepsLeavers }: RosterOptions<S, Seat> = {},
): SystemHandle {
  const update = (): void => {
    const { players } = room;
    for (const player of players) {
      while (seats.length <= player.seat) seats.push(new Seat());
      const seat = seats[player.seat];
      if (seat === undefined || seat.player === player.id) continue;
      takeSeat(seat, player);
      onTake?.(seat, player);
    }
    markConnected(room, seats);
    if (keepsLeavers?.() === true) return;
    for (const [index, seat] of seats.entries())
      if (seat.player !== '' && !players.some(({ id, seat: taken }) => taken === index && id === seat.player))
        leaveSeat(seat);
  };
  update();
  return room.onTick(update);
}

/**
 * Writes a player into a seat; a new player there has no wins.
 *
 * @example
 * for await (const player of room.arrivals()) takeSeat(room.state.seats[player.seat]!, player);
 */
export function takeSeat(seat: RosterFields, player: Pick<Player, 'id' | 'name' | 'bot' | 'connected'>): void {
  if (seat.player !== player.id) seat.wins = 0;
  seat.player = player.id;
  seat.name = player.name;
  seat.bot = player.bot;
  seat.connected = player.connected;
}

/** Empties a seat. */
export function leaveSeat(seat: RosterFields): void {
  seat.player = '';
  seat.name = '';
  seat.bot = false;
  seat.connected = true;
  seat.wins = 0;
}

/**
 * Writes who is connected; those who have left for good are not.
 *
 * @returns whether somebody has come back
 */
export function markConnected<S extends GameSpec>(room: Room<S>, seats: Iterable<RosterFields>): boolean {
  const { players } = room;
  let hasReturned = false;
  let index = 0;
  for (const seat of seats) {
    const player = players.find(({ seat: taken }) => taken === index);
    index += 1;
    if (seat.player === '') continue;
    const connected = player?.id === seat.player && player.connected;
    if (connected === seat.connected) continue;
    seat.connected = connected;
    if (connected) hasReturned = true;
  }
  return hasReturned;
}

/** Whether the player who is written into a seat still sits there. */
export function isSeated<S extends GameSpec>(
  room: Room<S>,
  seats: { readonly [index: number]: RosterFields | undefined },
  index: number,
): boolean {
  return room.players.some(({ seat, id }) => seat === index && id === seats[index]?.player);
}
