/**
 * Every use of members that Colyseus keeps private: its rooms, clients and serializers, and `_timelineMode`. No other file may reach
 * for one (test/architecture/private-members.test.ts), and private-api.test.ts fails where an update of Colyseus renames one.
 */
import { matchMaker, type Room as ColyseusRoom, type SchemaSerializer, type Serializer } from '@colyseus/core';
import type { Encoder, Schema } from '@colyseus/schema';
import type { RoomClient } from './client-data.ts';
import type { Deliver } from './room-messages.ts';
import type { SeatClient } from './seats.ts';

/** Reads a frame of a client. */
type ReadFrame = (client: RoomClient, frame: Buffer, isBinary?: boolean) => void;

type Room = ColyseusRoom<{ client: RoomClient }>;

/** A client as Colyseus sees it from inside. */
interface PrivateClient {
  /** Frames for a client that has not confirmed its join. */
  _enqueuedMessages?: Uint8Array[];
  /** Input frames, where the room takes any. */
  _inputBuffer?: { consumedCount: number };
}

/** Keeps the room from ticking by itself. To be called in its constructor. */
export function disableTimers(room: Room): void {
  // Without a simulation interval, a patch rate of null starts a timer at 60 Hz. This one never fires.
  const interval = setInterval(() => {}, 2 ** 31 - 1);
  clearInterval(interval);
  room['_simulationInterval'] = interval;
}

/** Tells clients to stamp their input frames with the time at which they draw the others. To be called before `defineInput`. */
export function requestInputStamps(room: Room): void {
  room['_timelineMode'] = () => ({ snapshot: true, reckon: false });
}

export function serializerOf(room: Room): Serializer<object> {
  return room['_serializer'];
}

export function encoderOf(serializer: SchemaSerializer<Schema>): Encoder<Schema> {
  return serializer['encoder'];
}

/** How Colyseus seats a client that has a reservation. */
export function joinOf(room: Room): SeatClient {
  return room['_onJoin'].bind(room);
}

/** Seats clients with `join` from here on. */
export function setJoin(room: Room, join: SeatClient): void {
  room['_onJoin'] = join;
}

/** Hands frames of clients to `wrap(…)` from here on; what `wrap` is given lets Colyseus read one. */
export function wrapMessages(room: Room, wrap: (deliver: Deliver) => ReadFrame): void {
  room['_onMessage'] = wrap(room['_onMessage'].bind(room));
}

/** Sends whole states with `wrap(…)` from here on; what `wrap` is given is Colyseus's own way. */
export function wrapFullState(room: Room, wrap: (send: (client: RoomClient) => void) => (client: RoomClient) => void) {
  room['sendFullState'] = wrap(room['sendFullState'].bind(room));
}

/** Takes a client out of the room, without closing its connection. */
export function removeClient(room: Room, client: RoomClient, code: number): void {
  void room['_onLeave'](client, code);
}

/** Adds to Colyseus's own counts of clients. */
export function countClients(room: Room, clients: 1 | -1): void {
  matchMaker.stats.local.ccu += clients;
  void matchMaker.driver.update(room['_listing'], { $inc: { clients } });
}

/** Gives every reserved seat its whole time again, and a room that nobody has joined too. */
export function prolongReservations(room: Room): void {
  const timers: Record<string, NodeJS.Timeout> = room['_reservedSeatTimeouts'];
  for (const timer of Object.values(timers)) timer.refresh();
  room['_autoDisposeTimeout']?.refresh();
}

/** Gives up every reserved seat. */
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

/** Takes the frames that wait for the client to confirm its join. */
export function takeQueuedFrames(client: RoomClient): readonly Uint8Array[] {
  return privateSide(client)['_enqueuedMessages']?.splice(0) ?? [];
}

/** The client counts as one that has confirmed its join: only such a one may come back. */
export function skipConfirmation(client: RoomClient): void {
  Reflect.deleteProperty(client, '_enqueuedMessages');
}

/** How many input frames of the client Colyseus acknowledges with the next patch. */
export function consumedInputs(client: object): number {
  return privateSide(client)['_inputBuffer']?.consumedCount ?? 0;
}

export function setConsumedInputs(client: RoomClient, count: number): void {
  const buffer = privateSide(client)['_inputBuffer'];
  if (buffer !== undefined) buffer.consumedCount = count;
}

function privateSide(client: PrivateClient): PrivateClient {
  return client;
}
