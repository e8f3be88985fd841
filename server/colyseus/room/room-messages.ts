/**
 * Frames of clients on their way into a live room. Messages and requests are read here and not by Colyseus, which closes
 * the connection, or writes to the console, where a client deserves an answer. Nothing a client sends may throw out of here.
 */
import {
  ClientState,
  getMessageBytes,
  Protocol,
  ProtocolModifier,
  ResponseStatus,
  type Room as ColyseusRoom,
} from '@colyseus/core';
import { decode } from '@colyseus/schema';
import { Unpackr } from 'msgpackr';
import { CLOSE, WIRE, type NumberedReply, type Refusal } from '../../../shared/wire.ts';
import type { ReplyRoute } from '../../host/intake/reply-route.ts';
import { LIMITS } from '../../host/limits.ts';
import type { LiveRoom } from '../../host/live-room.ts';
import type { Member } from '../../host/members/member.ts';
import type { ReplyTo } from '../../host/members/delivery.ts';
import { boundSeenAt } from '../../host/intake/lag-compensation.ts';
import type { Log } from '../../log.ts';
import { readEnvelope } from './envelope.ts';
import type { RoomClient } from './client-data.ts';
import type { InputReader } from './input-frames.ts';

/** What takes confirmations, pings and goodbyes. */
export type Deliver = (client: RoomClient, frame: Buffer) => void;

const MODIFIERS = 0xe0;
const HANDED_ON: ReadonlySet<number> = new Set([Protocol.JOIN_ROOM, Protocol.LEAVE_ROOM]);
/** As much of a type as is read: no game has one that is as long. */
const TYPE_BYTES = 128;
const TOO_LARGE: Refusal = { code: 'too-large', message: `a message has at most ${LIMITS.messageBytes} bytes` };
const BYTES: Refusal = { code: 'bad-shape', message: 'messages are not made of bytes here' };
const TYPELESS: Refusal = { code: 'bad-shape', message: 'the type of the message could not be read' };
const ENVELOPE: Refusal = { code: 'bad-shape', message: 'a numbered message is [number, acked, type, data]' };
const TEXT: Refusal = { code: 'bad-shape', message: 'frames are binary here: a text frame is not read' };
const CONFIRMED: Refusal = { code: 'bad-shape', message: 'the join is confirmed already' };
const UNKNOWN: Refusal = { code: 'bad-shape', message: 'frames of this kind are not taken here' };
const UNREADABLE: Refusal = { code: 'bad-shape', message: 'the data of the message could not be read' };

/** Reads trees of plain data, and nothing else: extensions could make a few bytes into an endless graph. */
const plain = new Unpackr({ structuredClone: false, moreTypes: false, useRecords: false });

/** Where the frame is being read; one for all, since reading never waits. */
const at = { offset: 0 };

/** Takes a frame. How many there may be is counted before (`ClientSocket`). */
export function receive(
  live: LiveRoom,
  log: Log,
  client: RoomClient,
  frame: Buffer,
  isBinary: boolean,
  deliver: Deliver,
): void {
  const member = client.userData?.member;
  // Whoever was told goodbye has nothing more to say.
  if (member === undefined || client.readyState !== WebSocket.OPEN) return;
  try {
    const kind = (frame[0] ?? 0) & ~MODIFIERS;
    at.offset = 1;
    if (!isBinary) refuse(live, member, '', TEXT);
    else if (kind === Protocol.ROOM_DATA) takeMessage(live, client, member, frame);
    else if (kind === Protocol.ROOM_INPUT_RELIABLE && client.inputs !== undefined)
      takeInput(live, client, member, client.inputs, frame);
    else if (kind === Protocol.ROOM_REQUEST)
      takeRequest(live, member, frame, replyTo(client, decode.number(frame, at)));
    else if (kind === Protocol.ROOM_DATA_BYTES) refuse(live, member, typeIn(frame) ?? '', BYTES);
    else if (kind === Protocol.JOIN_ROOM && client.state === ClientState.JOINED) {
      refuse(live, member, '', CONFIRMED);
    } else if (kind === Protocol.PING) {
      if (client.socket?.takePing() === true) deliver(client, frame);
    } else if (HANDED_ON.has(kind)) deliver(client, frame);
    else refuse(live, member, '', UNKNOWN);
  } catch (error) {
    log.warn({ room: live.id, err: error }, 'unreadable frame');
    client.leave(CLOSE.misbehaved, 'unreadable message');
  }
}

/** Colyseus's playground looks at a room's message types here; the messages themselves never come this way. */
export function showMessageTypes(room: ColyseusRoom, { match }: LiveRoom): void {
  for (const [type, spec] of Object.entries(match.game.messages)) {
    room.onMessage(type, 'limit' in spec ? spec.schema : spec, () => {});
  }
}

function takeMessage(live: LiveRoom, client: RoomClient, member: Member, frame: Buffer): void {
  const type = typeIn(frame);
  if (type === undefined) refuse(live, member, '', TYPELESS);
  else if (type === WIRE.message) takeNumbered(live, client, member, frame);
  else take(live, member, type, frame);
}

function takeInput(live: LiveRoom, client: RoomClient, member: Member, reader: InputReader, frame: Buffer): void {
  const input = reader.read(frame, at, ((frame[0] ?? 0) & ProtocolModifier.TIMED) !== 0);
  if (input === undefined) {
    client.leave(CLOSE.misbehaved, 'unreadable message');
    return;
  }
  const { stamp } = input;
  // Clients' clocks have the lost time in them, and match time has not.
  const seenAtMs =
    stamp === undefined ? undefined : boundSeenAt(stamp - live.lostMs, live.match.now, client.socket?.roundTripMs);
  live.inputs?.pushFrame(member, input.numbers, seenAtMs);
}

function takeNumbered(live: LiveRoom, client: RoomClient, member: Member, frame: Buffer): void {
  const envelope = readEnvelope(frame, at);
  if (envelope === undefined) {
    refuse(live, member, WIRE.message, ENVELOPE);
    return;
  }
  const { number, acked, type } = envelope;
  const reply: ReplyTo = (what) => client.send(WIRE.reply, [number, what] satisfies NumberedReply);
  if (member.delivery.arrived(number, acked, reply)) take(live, member, type, frame, { kind: 'numbered', number });
}

function takeRequest(live: LiveRoom, member: Member, frame: Buffer, reply: ReplyTo): void {
  const type = typeIn(frame);
  const route: ReplyRoute = { kind: 'once', reply };
  if (type === undefined) live.intake.refuse(member, '', TYPELESS, route);
  else take(live, member, type, frame, route);
}

/** Takes a message whose type has been read; the rest of the frame is its data. */
function take({ intake }: LiveRoom, member: Member, type: string, frame: Buffer, route?: ReplyRoute): void {
  if (frame.length > LIMITS.messageBytes) {
    intake.refuse(member, type, TOO_LARGE, route);
    return;
  }
  let data: unknown;
  try {
    if (at.offset < frame.length) data = plain.unpack(frame.subarray(at.offset));
  } catch {
    intake.refuse(member, type, UNREADABLE, route);
    return;
  }
  if (type === WIRE.answer) intake.receiveAnswer(member, data, route, frame.length);
  else intake.receiveMessage(member, type, data, route, frame.length);
}

/** Refuses what nobody can reply to. It counts as a message, and of those that are too many nothing is told: else refusals were a flood too. */
function refuse({ intake, match }: LiveRoom, member: Member, type: string, refusal: Refusal): void {
  if (member.messages.take(match.tick)) intake.refuse(member, type, refusal);
}

/** A request gets its reply once the tick that took the message is released. */
function replyTo(client: RoomClient, request = 0): ReplyTo {
  return (reply) => client.enqueueRaw(getMessageBytes[Protocol.ROOM_RESPONSE](request, ResponseStatus.OK, reply));
}

/** Reads the type of a message. A number becomes a type that no game has; undefined: it cannot be read. */
function typeIn(frame: Buffer): string | undefined {
  const prefix = frame[at.offset] ?? 0;
  if (!decode.stringCheck(frame, at)) {
    const number = decode.number(frame, at);
    return number === undefined || at.offset > frame.length ? undefined : String(number);
  }
  at.offset++;
  let length = prefix & 0x1f;
  if (prefix === 0xd9) length = decode.uint8(frame, at);
  else if (prefix === 0xda) length = decode.uint16(frame, at);
  else if (prefix === 0xdb) length = decode.uint32(frame, at);
  const start = at.offset;
  at.offset = start + length;
  if (at.offset > frame.length) return undefined;
  return frame.toString('utf8', start, start + Math.min(length, TYPE_BYTES));
}
