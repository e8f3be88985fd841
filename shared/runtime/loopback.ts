/** Clients without a network: the state is encoded once, and decoded by each as a client of the network would. */
import { Encoder, Reflection, type Decoder, type Schema, type StateView } from '@colyseus/schema';
import { newDecoder } from './decoders.ts';
import { StateEncoder } from './state-encoder.ts';
import type { StateCheck } from './state-check.ts';
import { ShadowClients } from './state/shadow-clients.ts';

interface LoopbackClient<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: Decoder<T>;
  readonly onBytes: ((bytes: Uint8Array) => void) | undefined;
  /** It has nothing yet. */
  joining: boolean;
}

/** How often it is checked what a newcomer would get. */
const SYNCS_PER_GLANCE = 32;

/** The only encoder of a state, and the clients that decode it. */
export class Loopback<T extends Schema> {
  readonly #encoder: Encoder<T>;
  readonly #states: StateEncoder<T>;
  readonly #clients = new Map<string, LoopbackClient<T>>();
  readonly #check: StateCheck | undefined;
  readonly #shadows: ShadowClients<T> | undefined;
  #syncs = 0;

  /** @param check all that clients get is checked, and what those would get who are not connected */
  constructor(state: T, check?: StateCheck) {
    this.#encoder = new Encoder(state);
    this.#check = check;
    const handshake = (): Uint8Array => Reflection.encode(this.#encoder);
    this.#shadows = check && new ShadowClients({ ...check, state, handshake });
    this.#states = new StateEncoder(this.#encoder, this.#shadows);
  }

  /**
   * Adds a client; it has the whole state after the next `sync()`.
   *
   * @param view what it may see of hidden fields; undefined: none of them
   * @param onBytes is given each of its patches, for tests of what is on the wire
   */
  join(id: string, view: StateView | undefined, onBytes?: (bytes: Uint8Array) => void): T {
    const decoder = newDecoder<T>(this.#encoder.state, () => Reflection.encode(this.#encoder));
    this.#clients.set(id, { view, decoder, onBytes, joining: true });
    return decoder.state;
  }

  leave(id: string): void {
    this.#clients.delete(id);
  }

  /** Sends what has changed to every client, and the whole state to those who have just joined. */
  sync(): void {
    const views = new Set(this.#shadows?.views);
    for (const { joining, view } of this.#clients.values()) if (!joining) views.add(view);
    const patches = this.#states.patches(views);
    for (const client of this.#clients.values()) {
      if (client.joining) continue;
      const patch = patches?.get(client.view);
      if (patch !== undefined) deliver(client, patch);
    }
    for (const client of this.#clients.values()) {
      if (!client.joining) continue;
      client.joining = false;
      deliver(client, this.#states.whole(client.view));
    }
    if (this.#check !== undefined && patches !== undefined) this.#checkNewcomers();
  }

  /** A client of each view comes as soon as there is one, and later now and then. */
  #checkNewcomers(): void {
    const views = [...(this.#check?.views() ?? [])];
    for (const view of views) if (this.#shadows?.wants(view) === true) this.#states.whole(view);
    if (this.#syncs++ % SYNCS_PER_GLANCE !== 0) return;
    this.#states.glance(views[((this.#syncs / SYNCS_PER_GLANCE) % views.length) | 0]);
  }
}

function deliver<T extends Schema>({ decoder, onBytes }: LoopbackClient<T>, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  onBytes?.(bytes);
  decoder.decode(bytes);
}
