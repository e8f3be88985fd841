/** The people and bots in a Colyseus room, as a live room reaches them. */
import { ClientState, type ClientArray } from '@colyseus/core';
import type { Audience, Ear, Group } from '../host/audience.ts';
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
  tell(clients: readonly GuestClient[], type: string, data: unknown): void;
  /** Sends spectators what they see later than others. */
  show(clients: readonly GuestClient[], bytes: Uint8Array | undefined): void;
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

  broadcast(type: string, data: unknown, to?: Group): void {
    if (to === undefined) this.#hall.broadcast(type, data);
    else this.#hall.tell(this.#clientsIn(to), type, data);
  }

  show(_tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { clients } = this.#hall;
    const shown: GuestClient[] = [];
    for (const client of clients)
      if (seesLate(client) && (spectator ?? client.sessionId) === client.sessionId) shown.push(client);
    if (shown.length > 0) this.#hall.show(shown, bytes);
  }

  hangUp(member: string, code: number, reason: string): void {
    const client = this.#hall.clients.get(member);
    if (client === undefined) return;
    tellWaiting(client);
    client.leave(code, closeReason(reason));
  }

  close(code: number, group?: Group): void {
    if (group === undefined) {
      this.#hall.clients.forEach(tellWaiting);
      this.#hall.closeAll(code);
      return;
    }
    for (const client of this.#clientsIn(group)) {
      tellWaiting(client);
      client.leave(code);
    }
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

  #clientsIn(group: Group): GuestClient[] {
    return this.#hall.clients.filter(({ userData }) => userData?.member.spectator === (group === 'spectators'));
  }
}

function seesLate({ isDelayed, state }: GuestClient): boolean {
  return isDelayed === true && state === ClientState.JOINED;
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
