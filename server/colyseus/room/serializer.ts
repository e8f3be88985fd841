/** Whole states and patches of a room, for the clients of the network and for ears inside the process. */
import {
  ClientState,
  Protocol,
  ProtocolModifier,
  SchemaSerializer,
  type Client,
  type Serializer,
} from '@colyseus/core';
import { encode, type Schema, type StateView } from '@colyseus/schema';
import { ShadowClients, type StateCheck, StateEncoder } from '../../../shared/runtime/host.ts';
import type { PatchListener } from '../../host/audience.ts';
import type { RoomClient } from './client-data.ts';
import { consumedInputs, encoderOf } from './private-api.ts';

type Timing = Parameters<Serializer<object>['applyPatches']>[2];
type Views = Set<StateView | undefined>;

/** A frame begins with what kind it is; where the game has input frames the time and the acknowledgement follow. */
const HEAD_BYTES = 1;
const TIMED_HEAD_BYTES = 9;
/** Frames up to this length are no reason to be slow. */
const LONG_BYTES = 65_536;

/** Takes the encoder that the room's state came with: a state never gets a second one. */
export class RoomSerializer implements Serializer<object> {
  readonly id: string;
  readonly #inner: SchemaSerializer<Schema>;
  readonly #ears = new Set<PatchListener>();
  readonly #views: Views = new Set();
  /** Frames that are longer than others, by those who may still be reading them. */
  readonly #longest = new WeakMap<Client, number>();
  #states: StateEncoder<Schema> | undefined;
  #check: StateCheck | undefined;

  constructor(inner: Serializer<object>) {
    if (!(inner instanceof SchemaSerializer)) throw new Error('a room needs a state that is made with schema()');
    this.#inner = inner;
    this.id = inner.id;
  }

  /** All that goes out from here on is decoded and compared with the state. */
  check(check: StateCheck): void {
    this.#check = check;
    this.#states = undefined;
  }

  reset(state: Schema): void {
    this.#inner.reset(state);
    this.#states = undefined;
  }

  getFullState(client?: Client, timing?: Timing): Uint8Array {
    const bytes = this.#encoder.whole(client?.view, HEAD_BYTES);
    bytes[0] = Protocol.ROOM_STATE;
    return client === undefined ? bytes : this.#frame(client, bytes, timing);
  }

  applyPatches(clients: Client[], _state: object, timing?: Timing): boolean {
    const { hasChanges } = encoderOf(this.#inner);
    this.#views.clear();
    for (const client of clients) if (isPatched(client)) this.#views.add(client.view);
    for (const { view } of this.#ears) this.#views.add(view);
    const patches = this.#encoder.patches(this.#views, HEAD_BYTES);
    for (const bytes of patches?.values() ?? []) bytes[0] = Protocol.ROOM_STATE_PATCH;
    for (const client of clients) {
      if (!isPatched(client)) continue;
      const bytes = patches?.get(client.view) ?? NOTHING;
      // Those who send input frames hear in each tick what time it is.
      if (bytes.length > HEAD_BYTES || timing !== undefined) client.raw(this.#frame(client, bytes, timing));
    }
    for (const ear of this.#ears) {
      const bytes = patches?.get(ear.view);
      if (bytes !== undefined && bytes.length > HEAD_BYTES) ear.onPatch(bytes, HEAD_BYTES);
    }
    return hasChanges;
  }

  handshake(): Uint8Array {
    return this.#inner.handshake();
  }

  /**
   * Sends what an ear has heard before, in one frame for all: none of these clients sends input frames.
   *
   * @param bytes undefined: nothing has changed
   */
  sendDelayed(clients: Iterable<Client>, bytes: Uint8Array | undefined, timing?: Timing): void {
    if (bytes === undefined && timing === undefined) return;
    const frame = framed(bytes ?? NOTHING, timing, 0);
    for (const client of clients) {
      this.#noteLength(client, frame);
      client.raw(frame);
    }
  }

  /** Gives the ear the whole state now, and every patch from here on. To be called when nothing has changed since the last patch. */
  addListener(ear: PatchListener): void {
    this.#ears.add(ear);
    const bytes = this.#encoder.whole(ear.view, HEAD_BYTES);
    bytes[0] = Protocol.ROOM_STATE;
    ear.onPatch(bytes, HEAD_BYTES);
  }

  removeListener(ear: PatchListener): void {
    this.#ears.delete(ear);
  }

  /**
   * How many bytes may wait for a client that is not slow: what always may, and the longest frame that it was sent since
   * fewer waited than that.
   */
  unsentLimit(client: Client, waiting: number, always: number): number {
    if (waiting <= always) this.#longest.delete(client);
    return always + (this.#longest.get(client) ?? 0);
  }

  get #encoder(): StateEncoder<Schema> {
    return (this.#states ??= this.#newEncoder());
  }

  #newEncoder(): StateEncoder<Schema> {
    const encoder = encoderOf(this.#inner);
    const check = this.#check;
    const handshake = (): Uint8Array => this.handshake();
    return new StateEncoder(encoder, check && new ShadowClients({ ...check, state: encoder.state, handshake }));
  }

  #frame(client: Client, bytes: Uint8Array, timing: Timing): Uint8Array {
    this.#noteLength(client, bytes);
    return framed(bytes, timing, consumedInputs(client) >>> 0);
  }

  #noteLength(client: Client, { length }: Uint8Array): void {
    if (length > LONG_BYTES) this.#longest.set(client, Math.max(length, this.#longest.get(client) ?? 0));
  }
}

/** What a client gets in a tick in which nothing has changed for it. */
const NOTHING = Uint8Array.of(Protocol.ROOM_STATE_PATCH);

/** It has the state, and hears of each tick when that is over. */
function isPatched({ state, isDelayed }: Client & Pick<Partial<RoomClient>, 'isDelayed'>): boolean {
  return state === ClientState.JOINED && isDelayed !== true;
}

/** @param settled which of its input frames the client is told to have been seen to */
function framed(bytes: Uint8Array, timing: Timing, settled: number): Uint8Array {
  if (timing === undefined) return bytes;
  const frame = new Uint8Array(TIMED_HEAD_BYTES - HEAD_BYTES + bytes.length);
  frame[0] = (bytes[0] ?? 0) | ProtocolModifier.TIMED;
  const it = { offset: HEAD_BYTES };
  encode.uint32(frame, timing.sNow >>> 0, it);
  encode.uint32(frame, settled, it);
  frame.set(bytes.subarray(HEAD_BYTES), TIMED_HEAD_BYTES);
  return frame;
}
