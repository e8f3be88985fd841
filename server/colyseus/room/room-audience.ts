/** The people and bots in a Colyseus room, as a live room reaches them. */
import { ClientState, type ClientArray } from '@colyseus/core';
import type { Audience, PatchListener, AudienceGroup } from '../../host/audience.ts';
import type { RoomClient } from './client-data.ts';
import { takeQueuedFrames } from './private-api.ts';
import type { RoomSerializer } from './serializer.ts';

/** A close frame has room for so many bytes of reason. */
const REASON_BYTES = 120;

/** What an audience needs of its room. */
export interface RoomChannel {
  readonly clients: ClientArray<RoomClient>;
  serializer(): RoomSerializer;
  patch(): void;
  broadcast(type: string, data: unknown): void;
  sendTo(clients: readonly RoomClient[], type: string, data: unknown): void;
  /** Sends spectators what they see later than others. */
  sendDelayed(clients: readonly RoomClient[], bytes: Uint8Array | undefined): void;
  closeAll(code: number): void;
}

export class RoomAudience implements Audience {
  readonly #hall: RoomChannel;

  constructor(hall: RoomChannel) {
    this.#hall = hall;
  }

  patch(): void {
    this.#hall.patch();
  }

  send(member: string, type: string, data: unknown): void {
    this.#hall.clients.get(member)?.send(type, data);
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    if (to === undefined) this.#hall.broadcast(type, data);
    else this.#hall.sendTo(this.#clientsIn(to), type, data);
  }

  sendDelayed(_tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { clients } = this.#hall;
    const shown: RoomClient[] = [];
    for (const client of clients)
      if (seesLate(client) && (spectator ?? client.sessionId) === client.sessionId) shown.push(client);
    if (shown.length > 0) this.#hall.sendDelayed(shown, bytes);
  }

  disconnect(member: string, code: number, reason: string): void {
    const client = this.#hall.clients.get(member);
    if (client === undefined) return;
    tellWaiting(client);
    client.leave(code, closeReason(reason));
  }

  close(code: number, group?: AudienceGroup): void {
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

  addListener(ear: PatchListener): void {
    this.#hall.serializer().addListener(ear);
  }

  removeListener(ear: PatchListener): void {
    this.#hall.serializer().removeListener(ear);
  }

  #clientsIn(group: AudienceGroup): RoomClient[] {
    return this.#hall.clients.filter(({ userData }) => userData?.member.spectator === (group === 'spectators'));
  }
}

function seesLate({ isDelayed, state }: RoomClient): boolean {
  return isDelayed === true && state === ClientState.JOINED;
}

/** A client that has not confirmed its join would never hear why its connection is closed: that goes out without it. */
function tellWaiting(client: RoomClient): void {
  for (const waiting of takeQueuedFrames(client)) client.raw(waiting);
}

/** As much of a reason as a close frame has room for. */
export function closeReason(text: string): string {
  let reason = text.slice(0, REASON_BYTES);
  while (Buffer.byteLength(reason) > REASON_BYTES) reason = reason.slice(0, -1);
  return reason;
}
