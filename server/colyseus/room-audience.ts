/** The people and bots in a Colyseus room, as a live room reaches them. */
import type { ClientArray } from '@colyseus/core';
import type { Audience, Ear } from '../host/audience.ts';
import type { GuestClient } from './guest.ts';
import type { HouseSerializer } from './serializer.ts';

/** A close frame has room for so many bytes of reason. */
const REASON_BYTES = 120;

/** What an audience needs of its room. */
export interface Hall {
  readonly clients: ClientArray<GuestClient>;
  serializer(): HouseSerializer;
  patch(): void;
  broadcast(type: string, data: unknown): void;
  closeAll(code: number): void;
}

export class RoomAudience implements Audience {
  readonly #hall: Hall;

  constructor(hall: Hall) {
    this.#hall = hall;
  }

  patch(): void {
    this.#hall.patch();
  }

  send(member: string, type: string, data: unknown): void {
    this.#hall.clients.get(member)?.send(type, data);
  }

  broadcast(type: string, data: unknown): void {
    this.#hall.broadcast(type, data);
  }

  hangUp(member: string, code: number, reason: string): void {
    const client = this.#hall.clients.get(member);
    if (client === undefined) return;
    tellWaiting(client);
    client.leave(code, closeReason(reason));
  }

  close(code: number): void {
    this.#hall.clients.forEach(tellWaiting);
    this.#hall.closeAll(code);
  }

  handshake(): Uint8Array {
    return this.#hall.serializer().handshake();
  }

  listen(ear: Ear): void {
    this.#hall.serializer().listen(ear);
  }

  unlisten(ear: Ear): void {
    this.#hall.serializer().unlisten(ear);
  }
}

/** A client that has not confirmed its join would never hear why its connection is closed: that goes out without it. */
function tellWaiting(client: GuestClient): void {
  for (const waiting of client['_enqueuedMessages']?.splice(0) ?? []) client.raw(waiting);
}

/** As much of a reason as a close frame has room for. */
export function closeReason(text: string): string {
  let reason = text.slice(0, REASON_BYTES);
  while (Buffer.byteLength(reason) > REASON_BYTES) reason = reason.slice(0, -1);
  return reason;
}
