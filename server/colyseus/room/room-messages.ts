/**
 * Reads the frames of clients and passes them to the live room. Colyseus would close the connection, or write to the console, where a client
 * should get a reply. Nothing that a client sends may throw out of here.
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
import type { ReplyRequest } from '../../host/intake/intake.ts';
import type { LiveRoom } from '../../host/live-room.ts';
import type { Member } from '../../host/members/member.ts';
import type { ReplyTo } from '../../host/members/delivery.ts';
import { boundSeenAt } from '../../host/intake/lag-compensation.ts';
import type { Log } from '../../log.ts';
import { readEnvelope } from './envelope.ts';
import type { RoomClient } from './client-data.ts';
import type { InputReader } from './input-frames.ts';

/** Lets Colyseus handle confirmations, pings and goodbyes. */
export type Deliver = (client: RoomClient, frame: Buffer) => void;

const MODIFIERS = 0xe0;
const HANDED_ON: ReadonlySet<number> = new Set([Protocol.JOIN_ROOM, Protocol.LEAVE_ROOM]);
/** Bytes of a type that are read: no game has a longer one. */
const TYPE_BYTES = 128;
const BYTES: Refusal = { code: 'bad-shape', message: 'messages are not made of bytes here' };
const TYPELESS: Refusal = { code: 'bad-shape', message: 'the type of the message could not be read' };
const ENVELOPE: Refusal = { code: 'bad-shape', message: 'a numbered message is [number, acked, type, data]' };
const TEXT: Refusal = { code: 'bad-shape', message: 'frames are binary here: a text frame is not read' };
const CONFIRMED: Refusal = { code: 'bad-shape', message: 'the join is confirmed already' };
const UNKNOWN: Refusal = { code: 'bad-shape', message: 'frames of this kind are not taken here' };

/** Reads plain data only: extensions could make a few bytes into an endless graph. */
const plain = new Unpackr({ structuredClone: false, moreTypes: false, useRecords: false });

/** Where the frame is being read; one for all, since reading never waits. */
const at = { offset: 0 };

/** Reads one frame. Their number was limited before (`ClientSocket`). */
export function receive(
  live: LiveRoom,
  log: Log,
  client: RoomClient,
  frame: Buffer,
  isBinary: boolean,
  deliver: Deliver,
): void {
  const member = client.userData?.member;
  // A client that was told goodbye is ignored.
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
    log.warn({ room: live.id, err: error }, 'frame unreadable');
    client.leave(CLOSE.misbehaved, 'unreadable message');
  }
}

/** Colyseus's playground lists a room's message types by these. The messages never come this way. */
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
  if (input === undefined) return client.leave(CLOSE.misbehaved, 'unreadable message');
  const { stamp } = input;
  // Clients' clocks include the lost time, and match time does not.
  const seenAtMs =
    stamp === undefined ? undefined : boundSeenAt(stamp - live.lostMs, live.match.now, client.socket?.roundTripMs);
  live.inputs?.pushFrame(member, input.numbers, seenAtMs);
}

function takeNumbered(live: LiveRoom, client: RoomClient, member: Member, frame: Buffer): void {
  const envelope = readEnvelope(frame, at);
  if (envelope === undefined) return refuse(live, member, WIRE.message, ENVELOPE);
  const { number, acked, type } = envelope;
  const reply: ReplyTo = (what) => client.send(WIRE.reply, [number, what] satisfies NumberedReply);
  take(live, member, type, frame, { kind: 'numbered', number, acked, reply });
}

function takeRequest(live: LiveRoom, member: Member, frame: Buffer, reply: ReplyTo): void {
  const type = typeIn(frame);
  const route: ReplyRequest = { kind: 'once', reply };
  if (type === undefined) live.intake.refuse(member, '', TYPELESS, route);
  else take(live, member, type, frame, route);
}

/** Takes a message whose type has been read; the rest of the frame is its data. */
function take({ intake }: LiveRoom, member: Member, type: string, frame: Buffer, route?: ReplyRequest): void {
  const read = (): unknown => (at.offset < frame.length ? plain.unpack(frame.subarray(at.offset)) : undefined);
  intake.receive(member, { type, bytes: frame.length, read }, route);
}

/** Refuses what has no reply. It counts as a message, and beyond the limit no refusal is sent, or refusals would be a flood too. */
function refuse({ intake, match }: LiveRoom, member: Member, type: string, refusal: Refusal): void {
  if (member.messages.take(match.tick)) intake.refuse(member, type, refusal);
}

/** Replies to a request. */
function replyTo(client: RoomClient, request = 0): ReplyTo {
  return (reply) => client.enqueueRaw(getMessageBytes[Protocol.ROOM_RESPONSE](request, ResponseStatus.OK, reply));
}

/** Reads the type of a message. A number becomes a type that no game has; undefined: it is malformed. */
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
