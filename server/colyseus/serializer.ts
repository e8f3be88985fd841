/** The room's one encoder, with ears inside the process beside the clients of the network. */
import { ClientState, type Client, type Serializer } from '@colyseus/core';
import type { Ear } from '../host/audience.ts';
import { EarClient } from './ear-client.ts';

type Timing = Parameters<Serializer<object>['applyPatches']>[2];

/** Wraps the serializer that the room's state came with. A state never gets a second encoder. */
export class HouseSerializer implements Serializer<object> {
  readonly id: string;
  readonly #inner: Serializer<object>;
  readonly #ears = new Map<Ear, EarClient>();
  #all: Client[] = [];

  constructor(inner: Serializer<object>) {
    this.#inner = inner;
    this.id = inner.id;
  }

  reset(state: object): void {
    this.#inner.reset(state);
  }

  getFullState(client?: Client, timing?: Timing): Uint8Array {
    return this.#inner.getFullState(client, timing);
  }

  applyPatches(clients: Client[], state: object, timing?: Timing): boolean {
    if (this.#ears.size === 0) return this.#inner.applyPatches(clients, state, timing);
    this.#all.length = 0;
    this.#all.push(...clients, ...this.#ears.values());
    return this.#inner.applyPatches(this.#all, state, timing);
  }

  handshake(): Uint8Array {
    return this.#inner.handshake?.() ?? new Uint8Array();
  }

  /** Gives the ear the whole state now, and every patch from here on. To be called when nothing has changed since the last patch. */
  listen(ear: Ear): void {
    const client = new EarClient(ear);
    this.#ears.set(ear, client);
    client.raw(this.#inner.getFullState(client));
  }

  unlisten(ear: Ear): void {
    const client = this.#ears.get(ear);
    if (client !== undefined) client.state = ClientState.CLOSED;
    this.#ears.delete(ear);
  }
}
