/** What this server expects of members that Colyseus keeps private, held against the installed version. */
import { EventEmitter } from 'node:events';
import {
  ClientState,
  connectClientToRoom,
  LocalDriver,
  LocalPresence,
  matchMaker,
  Protocol,
  Room as ColyseusRoom,
  SchemaSerializer,
} from '@colyseus/core';
import { Encoder as SchemaEncoder, schema, t } from '@colyseus/schema';
import { WebSocketClient } from '@colyseus/ws-transport';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RoomClient } from '../../../../server/colyseus/room/client-data.ts';
import {
  cancelReservations,
  consumedInputs,
  countClients,
  disableTimers,
  encoderOf,
  joinOf,
  prolongReservations,
  removeClient,
  requestInputStamps,
  serializerOf,
  setConsumedInputs,
  setJoin,
  skipConfirmation,
  takeQueuedFrames,
  wrapFullState,
  wrapMessages,
} from '../../../../server/colyseus/room/private-api.ts';
import { CLOSE } from '../../../../shared/wire.ts';

const Counter = schema({ count: t.uint8().default(0) }, 'ContractCounter');
const Steps = schema({ by: t.uint8().default(0) }, 'ContractSteps');
const AUTH = { ip: '127.0.0.1', headers: new Headers() };
/** Bits of a frame's first byte that are not its kind. */
const MODIFIERS = 0xe0;
const CONFIRM = Buffer.of(Protocol.JOIN_ROOM);

/** As the room of a game begins, and nothing more. */
class PlainRoom extends ColyseusRoom<{ client: RoomClient }> {
  override patchRate = null;
  override autoDispose = false;
  readonly dropped: string[] = [];

  constructor() {
    super();
    disableTimers(this);
  }

  override onCreate(options: { readonly stamps?: boolean }): void {
    if (options.stamps === true) requestInputStamps(this);
    this.defineInput(Steps, { tickRate: 20, bufferMaxSize: 1 });
    this.state = new Counter();
  }

  override onDrop(client: RoomClient): void {
    this.dropped.push(client.sessionId);
  }
}

/** A room whose timers were left alone. */
class TimedRoom extends ColyseusRoom {
  override patchRate = null;
  override autoDispose = false;
}

/** A socket that keeps what it was sent. */
class FakeSocket extends EventEmitter {
  readonly readyState = WebSocket.OPEN;
  readonly sent: Uint8Array[] = [];

  send(frame: Uint8Array): void {
    this.sent.push(frame.slice());
  }

  close(): void {}
}

beforeAll(async () => {
  await matchMaker.setup(new LocalPresence(), new LocalDriver());
  matchMaker.defineRoomType('plain', PlainRoom);
  matchMaker.defineRoomType('timed', TimedRoom);
});
afterAll(() => matchMaker.gracefullyShutdown());

async function newRoom(options: object = {}): Promise<PlainRoom> {
  const { roomId } = await matchMaker.createRoom('plain', options);
  const room = matchMaker.getLocalRoomById(roomId);
  if (!(room instanceof PlainRoom)) throw new Error('the room was not created');
  return room;
}

/** A client with a reserved seat, on a socket that is open. */
async function newClient(room: PlainRoom): Promise<{ client: RoomClient; socket: FakeSocket; join(): Promise<void> }> {
  const { sessionId } = await matchMaker.joinById(room.roomId);
  const socket = new FakeSocket();
  const client: RoomClient = new WebSocketClient(sessionId, socket as unknown as WebSocketClient['ref']);
  return { client, socket, join: () => connectClientToRoom(room, client, AUTH, {}) };
}

it('disableTimers: a room without it has a timer of 60 Hz', async () => {
  const setting = vi.spyOn(globalThis, 'setInterval');
  const rates = (): number[] => setting.mock.calls.map(([, ms = 0]) => ms).filter((ms) => ms < 100);
  await matchMaker.createRoom('timed', {});
  const withTimers = rates();
  setting.mockClear();
  await newRoom();
  expect({ withTimers: withTimers.length, without: rates() }).toEqual({ withTimers: 1, without: [] });
  setting.mockRestore();
});

it('requestInputStamps: it changes what clients get about input frames when they join', async () => {
  const handshakes = [];
  for (const stamps of [false, true]) {
    const { client, socket, join } = await newClient(await newRoom({ stamps }));
    await join();
    handshakes.push(Buffer.concat(socket.sent).toString('latin1').replace(client.reconnectionToken, ''));
  }
  expect(handshakes[0]).not.toBe(handshakes[1]);
  expect(handshakes[0]?.length).toBeGreaterThan(20);
});

it('serializerOf and encoderOf: a room with a state has the encoder of that state', async () => {
  const room = await newRoom();
  const serializer = serializerOf(room);
  if (!(serializer instanceof SchemaSerializer)) throw new Error('not the serializer of a schema');
  const encoder = encoderOf(serializer);
  expect(encoder).toBeInstanceOf(SchemaEncoder);
  expect(encoder.state).toBe(room.state);
});

it('joinOf and setJoin: connections are seated by what was set, and Colyseus still can', async () => {
  const room = await newRoom();
  const join = joinOf(room);
  const seated: string[] = [];
  setJoin(room, (client, auth, options) => {
    seated.push(client.sessionId);
    return join(client, auth, options);
  });
  const { client, join: connect } = await newClient(room);
  await connect();
  expect(seated).toEqual([client.sessionId]);
  expect([...room.clients]).toEqual([client]);
});

it('wrapMessages and wrapFullState: frames go through the one, and whole states through the other', async () => {
  const room = await newRoom();
  const read: Buffer[] = [];
  const states: string[] = [];
  wrapMessages(room, (deliver) => (client, frame) => {
    read.push(frame);
    deliver(client, frame);
  });
  wrapFullState(room, (send) => (client) => {
    states.push(client.sessionId);
    send(client);
  });
  const { client, socket, join } = await newClient(room);
  await join();
  socket.emit('message', CONFIRM);
  expect(read).toEqual([CONFIRM]);
  expect(states).toEqual([client.sessionId]);
  expect(client.state).toBe(ClientState.JOINED);
  expect((socket.sent.at(-1)?.[0] ?? 0) & ~MODIFIERS).toBe(Protocol.ROOM_STATE);
});

it('removeClient: the client is out of the room at once, and its room hears that it was dropped', async () => {
  const room = await newRoom();
  const { client, join } = await newClient(room);
  await join();
  removeClient(room, client, CLOSE.elsewhere);
  expect([...room.clients]).toEqual([]);
  expect(room.dropped).toEqual([client.sessionId]);
});

it('countClients: the process and the list of rooms count one more', async () => {
  const room = await newRoom();
  const { ccu } = matchMaker.stats.local;
  countClients(room, 1);
  const [listed] = await matchMaker.query({ roomId: room.roomId });
  expect({ ccu: matchMaker.stats.local.ccu, clients: listed?.clients }).toEqual({ ccu: ccu + 1, clients: 1 });
});

it('prolongReservations: each reserved seat has its whole time again', async () => {
  const room = await newRoom();
  room.seatReservationTimeout = 0.2;
  const { client } = await newClient(room);
  const refresh = vi.spyOn(Object.getPrototypeOf(setTimeout(() => {}, 0)), 'refresh');
  prolongReservations(room);
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(room.hasReservedSeat(client.sessionId)).toBe(true);
  refresh.mockRestore();
  cancelReservations(room);
});

it('cancelReservations: no seat is reserved any more, and a room that waits for nobody goes', async () => {
  const room = await newRoom();
  const { client } = await newClient(room);
  expect(room.hasReservedSeat(client.sessionId)).toBe(true);
  cancelReservations(room);
  expect(room.hasReservedSeat(client.sessionId)).toBe(false);
  room.autoDispose = true;
  await room.disconnect();
  expect(matchMaker.getLocalRoomById(room.roomId)).toBeUndefined();
});

it('takeQueuedFrames: what a client is sent before it has confirmed its join', async () => {
  const room = await newRoom();
  const { client, join } = await newClient(room);
  await join();
  client.send('early', 1);
  expect(takeQueuedFrames(client)).toHaveLength(1);
  expect(takeQueuedFrames(client)).toHaveLength(0);
});

it('skipConfirmation: only with it may a client come back that has not confirmed its join', async () => {
  const room = await newRoom();
  const { client, join } = await newClient(room);
  await join();
  await expect(room.allowReconnection(client, 'manual')).rejects.toBeInstanceOf(Error);
  skipConfirmation(client);
  const kept = room.allowReconnection(client, 'manual');
  setImmediate(() => kept.reject(false));
  await expect(kept).rejects.toBe(false);
});

it('setConsumedInputs: it is what Colyseus acknowledges to the client', async () => {
  const room = await newRoom();
  const { client, socket, join } = await newClient(room);
  expect(consumedInputs(client)).toBe(0);
  await join();
  socket.emit('message', CONFIRM);
  setConsumedInputs(client, 7);
  expect(consumedInputs(client)).toBe(7);
  room.state.count++;
  room.broadcastPatch();
  const patch = Buffer.from(socket.sent.at(-1) ?? []);
  expect(patch.readUInt32LE(5)).toBe(7);
});

it('hasReservedSeat and checkReconnectionToken: Colyseus asks the room, which answers for tokens of its own', async () => {
  class OwnTokens extends PlainRoom {
    override hasReservedSeat(): boolean {
      return false;
    }

    override checkReconnectionToken(token: string): string {
      return token === 'mine' ? 'ann' : '';
    }
  }
  matchMaker.defineRoomType('own', OwnTokens);
  const { roomId } = await matchMaker.createRoom('own', {});
  const seat = await matchMaker.reconnect(roomId, { reconnectionToken: 'mine' });
  expect(seat.sessionId).toBe('ann');
  const room = matchMaker.getLocalRoomById(roomId);
  const client: RoomClient = new WebSocketClient('ann', new FakeSocket() as unknown as WebSocketClient['ref']);
  await expect(connectClientToRoom(room, client, AUTH, {})).rejects.toThrow();
});
