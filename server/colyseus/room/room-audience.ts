/** Reaches the clients of a Colyseus room for its live room. */
import { ClientState, type ClientArray } from '@colyseus/core';
import type { Audience, PatchListener, AudienceGroup } from '../../host/audience.ts';
import type { RoomClient } from './client-data.ts';
import { takeQueuedFrames } from './private-api.ts';
import type { RoomSerializer } from './serializer.ts';

/** Bytes of reason that fit into a close frame. */
const REASON_BYTES = 120;

/** What an audience needs of its room. */
export interface RoomChannel {
  readonly clients: ClientArray<RoomClient>;
  serializer(): RoomSerializer;
  patch(): void;
  broadcast(type: string, data: unknown): void;
  sendTo(clients: readonly RoomClient[], type: string, data: unknown): void;
  /** Sends spectators what they see later than players. */
  sendDelayed(clients: readonly RoomClient[], bytes: Uint8Array | undefined): void;
  closeAll(code: number): void;
}

export class RoomAudience implements Audience {
  readonly #channel: RoomChannel;

  constructor(channel: RoomChannel) {
    this.#channel = channel;
  }

  patch(): void {
    this.#channel.patch();
  }

  send(member: string, type: string, data: unknown): void {
    this.#channel.clients.get(member)?.send(type, data);
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    if (to === undefined) this.#channel.broadcast(type, data);
    else this.#channel.sendTo(this.#clientsIn(to), type, data);
  }

  sendDelayed(_tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    const { clients } = this.#channel;
    const shown: RoomClient[] = [];
    for (const client of clients)
      if (seesLate(client) && (spectator ?? client.sessionId) === client.sessionId) shown.push(client);
    if (shown.length > 0) this.#channel.sendDelayed(shown, bytes);
  }

  disconnect(member: string, code: number, reason: string): void {
    const client = this.#channel.clients.get(member);
    if (client === undefined) return;
    sendQueuedFrames(client);
    client.leave(code, closeReason(reason));
  }

  close(code: number, group?: AudienceGroup): void {
    if (group === undefined) {
      this.#channel.clients.forEach(sendQueuedFrames);
      this.#channel.closeAll(code);
      return;
    }
    for (const client of this.#clientsIn(group)) {
      sendQueuedFrames(client);
      client.leave(code);
    }
  }

  handshake(): Uint8Array {
    return this.#channel.serializer().handshake();
  }

  addListener(listener: PatchListener): void {
    this.#channel.serializer().addListener(listener);
  }

  removeListener(listener: PatchListener): void {
    this.#channel.serializer().removeListener(listener);
  }

  #clientsIn(group: AudienceGroup): RoomClient[] {
    return this.#channel.clients.filter(({ userData }) => userData?.member.spectator === (group === 'spectators'));
  }
}

function seesLate({ isDelayed, state }: RoomClient): boolean {
  return isDelayed === true && state === ClientState.JOINED;
}

/** A client that has not confirmed its join would never hear why its connection is closed, so this is sent without the confirmation. */
function sendQueuedFrames(client: RoomClient): void {
  for (const waiting of takeQueuedFrames(client)) client.raw(waiting);
}

/** As much of a reason as fits into a close frame. */
export function closeReason(text: string): string {
  let reason = text.slice(0, REASON_BYTES);
  while (Buffer.byteLength(reason) > REASON_BYTES) reason = reason.slice(0, -1);
  return reason;
}
