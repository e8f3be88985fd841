/** The room's one encoder, with ears inside the process beside the clients of the network. */
import { ClientState, SchemaSerializer, type Client, type Serializer } from '@colyseus/core';
import type { StateView } from '@colyseus/schema';
import type { Ear } from '../host/audience.ts';
import { encodeOutOfSight } from './out-of-sight.ts';
import { EarClient } from './silent-client.ts';

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
    const full = this.#inner.getFullState(client, timing);
    const view = client?.view;
    if (view === undefined || !(this.#inner instanceof SchemaSerializer)) return full;
    const outOfSight = encodeOutOfSight(this.#inner['encoder'], view);
    return outOfSight.length === 0 ? full : Buffer.concat([full, outOfSight]);
  }

  applyPatches(clients: Client[], state: object, timing?: Timing): boolean {
    if (this.#ears.size === 0) return this.#patch(clients, state, timing);
    this.#all.length = 0;
    this.#all.push(...clients, ...this.#ears.values());
    // Ears have no use for the time, and each patch is put together anew to tell it.
    return this.#patch(this.#all, state, clients.length === 0 ? undefined : timing);
  }

  #patch(clients: Client[], state: object, timing: Timing): boolean {
    const hasChanges = !(this.#inner instanceof SchemaSerializer) || this.#inner['encoder'].hasChanges;
    if (hasChanges || !sharesNews(clients)) return this.#inner.applyPatches(clients, state, timing);
    // Where the state has not changed, what a view has come to see is encoded for each client anew, and gone after the first.
    const news = new Map<StateView, StateView['changes']>();
    for (const client of clients) {
      const { view } = client;
      if (view !== undefined && !news.has(view)) news.set(view, copyOf(view.changes));
      else if (view !== undefined) view.changes = copyOf(news.get(view) ?? new Map());
      this.#inner.applyPatches([client], state, timing);
    }
    return false;
  }

  handshake(): Uint8Array {
    return this.#inner.handshake?.() ?? new Uint8Array();
  }

  /** Gives the ear the whole state now, and every patch from here on. To be called when nothing has changed since the last patch. */
  listen(ear: Ear): void {
    const client = new EarClient(ear);
    this.#ears.set(ear, client);
    client.raw(this.getFullState(client));
  }

  unlisten(ear: Ear): void {
    const client = this.#ears.get(ear);
    if (client !== undefined) client.state = ClientState.CLOSED;
    this.#ears.delete(ear);
  }
}

/** Whether something that a view has come to see is for more than one of the clients. */
function sharesNews(clients: readonly Client[]): boolean {
  const views = new Set<StateView>();
  for (const { view } of clients) {
    if (view === undefined || view.changes.size === 0) continue;
    if (views.has(view)) return true;
    views.add(view);
  }
  return false;
}

function copyOf(changes: StateView['changes']): StateView['changes'] {
  return new Map(Array.from(changes, ([ref, operations]) => [ref, new Map(operations)]));
}
