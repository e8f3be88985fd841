/** The audience of a live room without a network: bots hear their patches, and nobody else is there to be sent anything. */
import { SchemaSerializer } from '@colyseus/core';
import { HouseSerializer } from '../../../server/colyseus/serializer.ts';
import type { Audience, Ear } from '../../../server/host/audience.ts';
import type { Match } from '../../../shared/runtime/index.ts';

export class QuietAudience implements Audience {
  readonly #match: Match;
  readonly #serializer = new HouseSerializer(new SchemaSerializer());

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
  show(): void {}
  hangUp(): void {}
  close(_code: number): void {}

  handshake(): Uint8Array {
    return this.#serializer.handshake();
  }

  listen(ear: Ear): void {
    this.#serializer.listen(ear);
  }

  unlisten(ear: Ear): void {
    this.#serializer.unlisten(ear);
  }
}
