/** The head of a client's frame: looked at, and answered, without reading the rest. */
import { isUtf8 } from 'node:buffer';
import { getMessageBytes, Protocol, ResponseStatus } from '@colyseus/core';
import { decode } from '@colyseus/schema';
import { WIRE, type Refusal, type Reply } from '../../shared/wire.ts';
import type { GuestClient } from './guest.ts';

const MODIFIERS = 0xe0;
/** As much of a type as a refusal repeats. */
const TYPE_BYTES = 64;
const STRING_8 = 0xd9;
/** No message type is that long. */
const [STRING_16, STRING_32] = [0xda, 0xdb];

/** Bytes that follow the first one of a number. */
const NUMBER_TAILS = new Map([
  [0xca, 4],
  [0xcb, 8],
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1],
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
]);

/** Whether the frame's message type is text. The decoder complains to the console, in every frame, about what is not. */
export function hasTextType(frame: Uint8Array): boolean {
  const at = typeOffset(frame);
  if (at === undefined) return true;
  const prefix = frame[at] ?? 0;
  if (prefix >= 0xa0 && prefix < 0xc0) return isText(frame, at + 1, prefix & 0x1f);
  if (prefix === STRING_8) return isText(frame, at + 2, frame[at + 1] ?? 0);
  return prefix !== STRING_16 && prefix !== STRING_32;
}

/** Refuses what the frame carries: in a reply, if it asks for one. */
export function refuseFrame(client: GuestClient, frame: Uint8Array, refusal: Refusal): void {
  const at = { offset: 1 };
  if (kindOf(frame) === Protocol.ROOM_REQUEST) {
    const request = decode.number(frame, at) ?? 0;
    const reply: Reply = { ok: false, ...refusal };
    client.enqueueRaw(getMessageBytes[Protocol.ROOM_RESPONSE](request, ResponseStatus.OK, reply));
  } else {
    const readable = hasTextType(frame) && decode.stringCheck(frame, at);
    const type = readable ? decode.string(frame, at).slice(0, TYPE_BYTES) : '';
    client.send(WIRE.refused, { type, ...refusal });
  }
}

function isText(frame: Uint8Array, start: number, length: number): boolean {
  const end = Math.min(start + length, frame.length);
  for (let at = start; at < end; at++) if ((frame[at] ?? 0) >= 0x80) return isUtf8(frame.subarray(start, end));
  return true;
}

function kindOf(frame: Uint8Array): number {
  return (frame[0] ?? 0) & ~MODIFIERS;
}

/** Where the message type begins; undefined where there is none. */
function typeOffset(frame: Uint8Array): number | undefined {
  const kind = kindOf(frame);
  if (kind === Protocol.ROOM_DATA || kind === Protocol.ROOM_DATA_BYTES) return 1;
  if (kind !== Protocol.ROOM_REQUEST) return undefined;
  return 2 + (NUMBER_TAILS.get(frame[1] ?? 0) ?? 0);
}
