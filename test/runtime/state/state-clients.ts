/** Clients of a state that stay, come, go and come back, each with what it has decoded, and what is wrong with that. */
import { Decoder, Encoder, Reflection, type Schema, type StateView } from '@colyseus/schema';
import { findMismatch } from '../../../shared/runtime/testing.ts';
import { StateEncoder } from '../../../shared/runtime/host.ts';

interface Listener<T extends Schema> {
  readonly view: StateView | undefined;
  readonly decoder: AttentiveDecoder<T>;
  isThere: boolean;
}

export class StateClients<T extends Schema> {
  readonly #state: T;
  readonly #views: readonly (StateView | undefined)[];
  readonly #states: StateEncoder<T>;
  readonly #handshake: Uint8Array;
  readonly #listeners: Listener<T>[] = [];

  /** One listener for each of the views is there from the beginning. */
  constructor(state: T, views: readonly (StateView | undefined)[]) {
    const encoder = new Encoder(state);
    this.#state = state;
    this.#views = views;
    this.#states = new StateEncoder(encoder);
    this.#handshake = Reflection.encode(encoder);
    for (const view of views) this.join(view);
  }

  join(view: StateView | undefined): void {
    const { state, context } = Reflection.decode<T>(this.#handshake.slice());
    const decoder = new AttentiveDecoder<T>(state, context);
    decoder.decode(this.#states.whole(view));
    this.#listeners.push({ view, decoder, isThere: true });
  }

  /** Somebody comes (with one of the views), goes, or comes back. */
  visit(who: number): void {
    if (who < this.#views.length) return this.join(this.#views[who]);
    const listener = this.#listeners[who % this.#listeners.length];
    if (listener === undefined) return;
    listener.isThere = !listener.isThere;
    if (listener.isThere) listener.decoder.decodeResync(this.#states.whole(listener.view));
  }

  patch(): void {
    const there = this.#listeners.filter(({ isThere }) => isThere);
    const patches = this.#states.patches(new Set(there.map(({ view }) => view)));
    for (const { view, decoder } of there) {
      const bytes = patches?.get(view);
      if (bytes !== undefined && bytes.length > 0) decoder.decode(bytes);
    }
  }

  /** What each has decoded, in the order in which they came. */
  get states(): readonly T[] {
    return this.#listeners.map(({ decoder }) => decoder.state);
  }

  /** What those who are there have decoded to something else than they may see. */
  get problems(): string[] {
    return this.#listeners.flatMap(({ view, decoder, isThere }, at) => {
      if (!isThere) return [];
      const found = findMismatch(this.#state, view, decoder.state);
      const who = `listener ${at} with view ${this.#views.indexOf(view)}`;
      if (found !== undefined) return [`${who}: ${found.path} is ${found.expected}, and decoded is ${found.decoded}`];
      return decoder.lost > 0 ? [`${who} could not place ${decoder.lost} parts of patches`] : [];
    });
  }
}

class AttentiveDecoder<T extends Schema> extends Decoder<T> {
  lost = 0;

  override skipCurrentStructure(...args: Parameters<Decoder<T>['skipCurrentStructure']>): void {
    this.lost++;
    super.skipCurrentStructure(...args);
  }
}
