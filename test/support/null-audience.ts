/** The audience of a live room without a network: only bots get patches. */
import { SchemaSerializer } from '@colyseus/core';
import { RoomSerializer } from '../../server/colyseus/room/serializer.ts';
import type { Audience, PatchListener } from '../../server/host/audience.ts';
import type { Match } from '../../shared/runtime/host.ts';

export class NullAudience implements Audience {
  readonly #match: Match;
  readonly #serializer = new RoomSerializer(new SchemaSerializer());

  constructor(match: Match) {
    this.#match = match;
    this.#serializer.reset(match.state);
  }

  patch(): void {
    const { state, game, now } = this.#match;
    this.#serializer.applyPatches([], state, game.input && { sNow: now });
  }

  send(): void {}
  broadcast(_type: string, _data: unknown): void {}
  sendDelayed(): void {}
  disconnect(): void {}
  close(_code: number): void {}

  handshake(): Uint8Array {
    return this.#serializer.handshake();
  }

  addListener(ear: PatchListener): void {
    this.#serializer.addListener(ear);
  }

  removeListener(ear: PatchListener): void {
    this.#serializer.removeListener(ear);
  }
}
