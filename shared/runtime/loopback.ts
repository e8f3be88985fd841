/** Clients without a network: the state is encoded once, and decoded by each as a client of the network would. */
import { Encoder, Reflection, type Decoder, type Schema, type StateView } from '@colyseus/schema';
import { newDecoder } from './decoders.ts';
import { guardCollections } from './state/guard-collections.ts';
import { repair } from './state/repair.ts';

interface LoopbackClient<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: Decoder<T>;
  readonly onBytes: ((bytes: Uint8Array) => void) | undefined;
  /** It has nothing yet. */
  joining: boolean;
}

/** The only encoder of a state, and the clients that decode it. */
export class Loopback<T extends Schema> {
  readonly #encoder: Encoder<T>;
  readonly #clients = new Map<string, LoopbackClient<T>>();
  /** A view that several clients share tells what is new in it once. */
  readonly #byView = new Map<StateView | undefined, Set<LoopbackClient<T>>>();

  constructor(state: T) {
    guardCollections();
    this.#encoder = new Encoder(state);
  }

  /**
   * Adds a client; it has the whole state after the next `sync()`.
   *
   * @param view what it may see of hidden fields; undefined: none of them
   * @param onBytes is given each of its patches, for tests of what is on the wire
   */
  join(id: string, view: StateView | undefined, onBytes?: (bytes: Uint8Array) => void): T {
    this.leave(id);
    const decoder = newDecoder<T>(this.#encoder.state, () => Reflection.encode(this.#encoder));
    const client = { view, decoder, onBytes, joining: true };
    this.#clients.set(id, client);
    this.#byView.set(view, (this.#byView.get(view) ?? new Set()).add(client));
    return decoder.state;
  }

  leave(id: string): void {
    const client = this.#clients.get(id);
    if (client === undefined) return;
    this.#clients.delete(id);
    const group = this.#byView.get(client.view);
    if (group?.delete(client) && group.size === 0) this.#byView.delete(client.view);
  }

  /** Sends what has changed to every client, and the whole state to those who have just joined. */
  sync(): void {
    if (this.#encoder.hasChanges || this.#hasNews()) this.#sendPatches();
    for (const client of this.#clients.values()) {
      if (!client.joining) continue;
      client.joining = false;
      deliver(client, this.#fullState(client.view));
    }
  }

  /** Whether a view has come to see something that has not changed. */
  #hasNews(): boolean {
    for (const view of this.#byView.keys()) if (view !== undefined && view.changes.size > 0) return true;
    return false;
  }

  #sendPatches(): void {
    const encoder = this.#encoder;
    repair(encoder);
    const it = { offset: 0 };
    const shared = encoder.encode(it);
    const sharedOffset = it.offset;
    for (const [view, group] of this.#byView) {
      let patch = view === undefined ? shared : undefined;
      for (const client of group) {
        if (client.joining) continue;
        patch ??= encoder.encodeView(view!, sharedOffset, it);
        deliver(client, patch);
      }
    }
    encoder.discardChanges();
  }

  #fullState(view: StateView | undefined): Uint8Array {
    const it = { offset: 0 };
    const shared = this.#encoder.encodeAll(it);
    if (view === undefined) return shared;
    // All that it has come to see is in the whole state: it needs no patch for that.
    view.changes.clear();
    return this.#encoder.encodeAllView(view, it.offset, it);
  }
}

function deliver<T extends Schema>({ decoder, onBytes }: LoopbackClient<T>, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  onBytes?.(bytes);
  decoder.decode(bytes);
}
