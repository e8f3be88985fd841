/** Clients without a network: the state is encoded once, and each client decodes it as a network client would. */
import { Encoder, Reflection, type Decoder, type Schema, type StateView } from '@colyseus/schema';
import { newDecoder } from './decoders.ts';
import { DelayedStream } from './delayed-stream.ts';
import { StateEncoder } from './state-encoder.ts';
import type { StateCheck } from './state-check.ts';
import { ShadowClients } from './shadow-clients.ts';

interface LoopbackClient<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: Decoder<T>;
  readonly onBytes: ((bytes: Uint8Array) => void) | undefined;
  /** Whether it is a spectator with a delay. */
  readonly isDelayed: boolean;
  /** It has received nothing yet. */
  joining: boolean;
}

/** How many syncs lie between checks of what a new client would get. */
const SYNCS_PER_SAMPLE = 32;

/** The encoder of a state, and the clients that decode it. */
export class Loopback<T extends Schema> {
  readonly #encoder: Encoder<T>;
  readonly #states: StateEncoder<T>;
  readonly #clients = new Map<string, LoopbackClient<T>>();
  readonly #check: StateCheck | undefined;
  readonly #shadows: ShadowClients<T> | undefined;
  readonly #delayed: DelayedStream<never> | undefined;
  #syncs = 0;
  #samples = 0;

  /**
   * Encodes a state for clients that are added with `join()`.
   *
   * @param check checks what each client decodes, and what clients of unused views would decode
   * @param delayTicks the delay of spectators, in syncs; 0 for none
   */
  constructor(state: T, check?: StateCheck, delayTicks = 0) {
    this.#delayed = delayTicks > 0 ? new DelayedStream(delayTicks) : undefined;
    this.#encoder = new Encoder(state);
    this.#check = check;
    const handshake = (): Uint8Array => Reflection.encode(this.#encoder);
    this.#shadows = check && new ShadowClients({ ...check, state, handshake });
    this.#states = new StateEncoder(this.#encoder, this.#shadows);
  }

  /**
   * Adds a client. It has the whole state after the next `sync()`; a spectator gets its first state after the delay.
   *
   * @param view what it may see of hidden fields; undefined: none of them
   * @param onBytes called with each of its patches, for tests of what is on the wire
   */
  join(id: string, view: StateView | undefined, onBytes?: (bytes: Uint8Array) => void, isSpectator = false): T {
    const decoder = newDecoder<T>(this.#encoder.state, () => Reflection.encode(this.#encoder));
    const isDelayed = isSpectator && this.#delayed !== undefined;
    this.#clients.set(id, { view, decoder, onBytes, isDelayed, joining: true });
    return decoder.state;
  }

  /** Removes a client. Does nothing if there is none. */
  leave(id: string): void {
    this.#clients.delete(id);
  }

  /** Sends the changes to every client, and the whole state to those that have just joined. */
  sync(): void {
    const views = new Set(this.#shadows?.views);
    for (const { joining, view } of this.#clients.values()) if (!joining) views.add(view);
    const patches = this.#states.patches(views);
    for (const client of this.#clients.values()) {
      if (client.joining || client.isDelayed) continue;
      const patch = patches?.get(client.view);
      if (patch !== undefined) deliver(client, patch);
    }
    for (const client of this.#clients.values()) {
      if (!client.joining || client.isDelayed) continue;
      client.joining = false;
      deliver(client, this.#states.whole(client.view));
    }
    if (this.#delayed !== undefined) this.#syncDelayed(this.#delayed, patches);
    if (this.#check !== undefined && patches !== undefined) this.#checkNewcomers();
  }

  #syncDelayed(
    stream: DelayedStream<never>,
    patches: ReadonlyMap<StateView | undefined, Uint8Array> | undefined,
  ): void {
    const clients = [...this.#clients.values()].filter(({ isDelayed }) => isDelayed);
    const [first] = clients;
    if (first === undefined) return stream.clear();
    // Spectators share one view.
    const { view } = first;
    if (!stream.isActive) stream.begin(this.#syncs, this.#states.whole(view));
    else {
      stream.add(this.#syncs, patches?.get(view));
      if (stream.needsState) stream.addWholeState(this.#states.whole(view));
    }
    this.#syncs++;
    for (let moment = stream.nextDue(); moment !== undefined; moment = stream.nextDue()) {
      const bytes = moment.isFirst ? moment.state : moment.patch;
      for (const client of clients) if (!client.joining && bytes !== undefined) deliver(client, bytes);
    }
    for (const client of clients) {
      if (client.joining) for (const { bytes } of stream.shown) deliver(client, bytes);
      client.joining = false;
    }
  }

  /** Checks a new client of each view, once when the view appears and then now and then. */
  #checkNewcomers(): void {
    const views = [...(this.#check?.views() ?? [])];
    for (const view of views) if (this.#shadows?.wants(view) === true) this.#states.whole(view);
    if (this.#samples++ % SYNCS_PER_SAMPLE !== 0) return;
    this.#states.sample(views[((this.#samples / SYNCS_PER_SAMPLE) % views.length) | 0]);
  }
}

function deliver<T extends Schema>({ decoder, onBytes }: LoopbackClient<T>, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  onBytes?.(bytes);
  decoder.decode(bytes);
}
