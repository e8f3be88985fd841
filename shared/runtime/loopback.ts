/** Clients without a network: the state is encoded once, and decoded by each as a client of the network would. */
import { Encoder, Reflection, type Decoder, type Schema, type StateView } from '@colyseus/schema';

interface LoopbackClient<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: Decoder<T>;
  readonly onBytes: ((bytes: Uint8Array) => void) | undefined;
}

/** The only encoder of a state, and the clients that decode it. */
export class Loopback<T extends Schema> {
  readonly #encoder: Encoder<T>;
  readonly #handshake: Uint8Array;
  readonly #clients = new Map<string, LoopbackClient<T>>();
  readonly #joining: string[] = [];

  constructor(state: T) {
    this.#encoder = new Encoder(state);
    this.#handshake = Reflection.encode(this.#encoder);
  }

  /**
   * Adds a client; it has the whole state after the next `sync()`.
   *
   * @param view what it may see of hidden fields; undefined: none of them
   * @param onBytes is given each of its patches, for tests of what is on the wire
   */
  join(id: string, view: StateView | undefined, onBytes?: (bytes: Uint8Array) => void): T {
    const decoder = Reflection.decode<T>(this.#handshake.slice());
    this.#clients.set(id, { view, decoder, onBytes });
    this.#joining.push(id);
    return decoder.state;
  }

  leave(id: string): void {
    this.#clients.delete(id);
  }

  /** Sends what has changed to every client, and the whole state to those who have just joined. */
  sync(): void {
    const encoder = this.#encoder;
    const joining = new Set(this.#joining.splice(0));
    const it = { offset: 0 };
    const shared = encoder.encode(it);
    const sharedOffset = it.offset;
    for (const [id, client] of this.#clients) {
      if (joining.has(id)) continue;
      deliver(client, client.view === undefined ? shared : encoder.encodeView(client.view, sharedOffset, it));
    }
    encoder.discardChanges();
    for (const id of joining) {
      const client = this.#clients.get(id);
      if (client !== undefined) deliver(client, this.#fullState(client.view));
    }
  }

  #fullState(view: StateView | undefined): Uint8Array {
    const it = { offset: 0 };
    const shared = this.#encoder.encodeAll(it);
    return view === undefined ? shared : this.#encoder.encodeAllView(view, it.offset, it);
  }
}

function deliver<T extends Schema>({ decoder, onBytes }: LoopbackClient<T>, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  onBytes?.(bytes);
  decoder.decode(bytes);
}
