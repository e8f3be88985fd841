/**
 * Shadow clients: for each view one that hears what its clients get and stays as long as the match, and for each whole
 * state one that has just come. After all they hear they must hold the state as they may see it.
 */
import { Decoder, type Schema, type StateView } from '@colyseus/schema';
import { StateMismatch, type Mismatch } from '../errors/errors.ts';
import { newDecoder } from './decoders.ts';
import { findMismatch } from '../state/mismatch.ts';

/** So many views have a client that stays; of more, newcomers are looked at. Large tables would take several times as long. */
const MOST_STAYING = 4;

export interface ShadowParts<T extends Schema> {
  readonly state: T;
  readonly handshake: () => Uint8Array;
  /** The tick that the state is of. */
  readonly tick: () => number;
  /** Whose view it is, such as "seat 2". */
  readonly nameOf: (view: StateView | undefined) => string;
  /** Is given the first difference that is found. Nothing is looked at after it. */
  readonly mismatched: (error: StateMismatch) => void;
}

export class ShadowClients<T extends Schema> {
  readonly #parts: ShadowParts<T>;
  readonly #staying = new Map<StateView | undefined, ShadowDecoder<T>>();
  #found = false;

  constructor(parts: ShadowParts<T>) {
    this.#parts = parts;
  }

  /** Those with which a client stays. */
  get views(): Iterable<StateView | undefined> {
    return this.#staying.keys();
  }

  /** Whether a client with this view should come, to stay. */
  wants(view: StateView | undefined): boolean {
    return this.#staying.size < MOST_STAYING && !this.#staying.has(view);
  }

  /** A client with this view would be sent this whole state if it came now. */
  sample(view: StateView | undefined, bytes: Uint8Array): void {
    if (this.#found) return;
    const newcomer = this.#newDecoder();
    newcomer.decode(bytes);
    this.#check(newcomer, view, 'that comes now');
  }

  /** Clients with this view were sent a whole state. */
  whole(view: StateView | undefined, bytes: Uint8Array, offset = 0): void {
    if (this.#found) return;
    const newcomer = this.#newDecoder();
    newcomer.decode(bytes, { offset });
    this.#check(newcomer, view, 'that has just come');
    const staying = this.#staying.get(view);
    if (staying === undefined) {
      if (this.#staying.size < MOST_STAYING) this.#staying.set(view, newcomer);
      return;
    }
    staying.decodeResync(bytes, { offset });
    this.#check(staying, view, 'that has come back');
  }

  /** Clients with this view were sent a patch; empty where there was nothing to tell. */
  patch(view: StateView | undefined, bytes: Uint8Array, offset = 0): void {
    const staying = this.#staying.get(view);
    if (staying === undefined || this.#found) return;
    if (bytes.length > offset) staying.decode(bytes, { offset });
    this.#check(staying, view, 'that has been there');
  }

  #newDecoder(): ShadowDecoder<T> {
    const { state, handshake } = this.#parts;
    const { state: decoded, context } = newDecoder<T>(state, handshake);
    return new ShadowDecoder(decoded, context);
  }

  #check(decoder: ShadowDecoder<T>, view: StateView | undefined, what: string): void {
    const { state, tick, nameOf, mismatched } = this.#parts;
    const client = `${nameOf(view)}, a client ${what}`;
    const found = findMismatch(state, view, decoder.state) ?? decoder.problem;
    if (found === undefined) return;
    this.#found = true;
    mismatched(new StateMismatch(tick(), client, found));
  }
}

/** Notes what it had to pass over, which the library only logs. */
class ShadowDecoder<T extends Schema> extends Decoder<T> {
  problem: Mismatch | undefined;

  override skipCurrentStructure(...args: Parameters<Decoder<T>['skipCurrentStructure']>): void {
    this.problem ??= {
      path: 'the state',
      expected: 'all in a patch',
      decoded: 'a part that it cannot place',
      advice: 'write collections that have changed as new ones, and add hidden things to views again',
    };
    super.skipCurrentStructure(...args);
  }
}
