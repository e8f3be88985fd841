/** Frames of clients on their way into a live room. Nothing that a client sends may throw out of here. */
import { CloseCode, type MessageContext, type Room as ColyseusRoom } from '@colyseus/core';
import { WIRE, type Refusal } from '../../shared/wire.ts';
import { LIMITS } from '../host/limits.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { Member } from '../host/member.ts';
import type { ReplyTo } from '../host/replies.ts';
import type { Log } from '../log.ts';
import { hasTextType, refuseFrame } from './frame-head.ts';
import type { GuestClient } from './guest.ts';

const TOO_LARGE: Refusal = { code: 'too-large', message: `a message has at most ${LIMITS.messageBytes} bytes` };
const NO_TYPE: Refusal = { code: 'unknown-type', message: 'the type of a message is text' };

/** What takes a frame apart. */
export type Deliver = (client: GuestClient, frame: Buffer) => void;

/** Hands a frame on, unless it is too long, one too many, or unreadable. */
export function receive(live: LiveRoom, log: Log, client: GuestClient, frame: Buffer, deliver: Deliver): void {
  const member = client.userData?.member;
  if (member === undefined || !member.frames.take(live.match.tick)) {
    client.ref.removeAllListeners('message');
    client.leave(CloseCode.WITH_ERROR, 'too many messages');
    return;
  }
  try {
    if (frame.length > LIMITS.messageBytes) refuseFrame(client, frame, TOO_LARGE);
    else if (!hasTextType(frame)) refuseFrame(client, frame, NO_TYPE);
    else deliver(client, frame);
  } catch (error) {
    log.warn({ room: live.id, err: error }, 'unreadable frame');
    client.leave(CloseCode.WITH_ERROR, 'unreadable message');
  }
}

/** Takes every message type of the game and answers to its questions, and refuses all else. */
export function listenForMessages(room: ColyseusRoom<{ client: GuestClient }>, live: LiveRoom): void {
  const { intake } = live;
  for (const type of Object.keys(live.match.game.messages)) {
    room.onMessage(
      type,
      handler((member, data, reply) => intake.message(member, type, data, reply)),
    );
  }
  room.onMessage(
    WIRE.answer,
    handler((member, data, reply) => intake.answer(member, data, reply)),
  );
  room.onMessage('*', (client: GuestClient, type, data: unknown) => {
    const member = client.userData?.member;
    if (member !== undefined) intake.message(member, String(type), data);
  });
}

/** A request gets its reply once the tick that took the message is released; a plain message gets refusals only. */
function handler(put: (member: Member, data: unknown, reply?: ReplyTo) => void) {
  return (client: GuestClient, data: unknown, context: MessageContext): unknown => {
    const member = client.userData?.member;
    if (member === undefined) return undefined;
    if (context.id === undefined) return put(member, data);
    return new Promise((resolve) => put(member, data, resolve));
  };
}
