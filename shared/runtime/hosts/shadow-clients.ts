/**
 * Shadow clients check the encoder: for each view one that decodes everything its clients receive, and for each whole state a
 * new one. After every message they must hold the state as their view may see it.
 */
import { Decoder, type Schema, type StateView } from '@colyseus/schema';
import { StateMismatch, type Mismatch } from '../errors/errors.ts';
import { newDecoder } from './decoders.ts';
import { findMismatch } from '../state/mismatch.ts';

/** How many views have a permanent client; for others only new clients are checked, as large tables would be several times slower. */
const MAX_PERMANENT = 4;

/** What shadow clients need of their match. */
export interface ShadowParts<T extends Schema> {
  /** The state that is encoded. */
  readonly state: T;
  /** The description of the state's classes that a client gets when it joins. */
  readonly handshake: () => Uint8Array;
  /** The tick of the state. */
  readonly tick: () => number;
  /** The owner of a view, such as "seat 2". */
  readonly nameOf: (view: StateView | undefined) => string;
  /** Called with the first difference that is found; nothing is checked after it. */
  readonly mismatched: (error: StateMismatch) => void;
}

/** Clients that exist only to be checked: each decodes what a client with its view would get, and is compared with the state. */
export class ShadowClients<T extends Schema> {
  readonly #parts: ShadowParts<T>;
  readonly #permanent = new Map<StateView | undefined, ShadowDecoder<T>>();
  #found = false;

  /** Checks nothing until it is given patches. */
  constructor(parts: ShadowParts<T>) {
    this.#parts = parts;
  }

  /** The views with a permanent client. */
  get views(): Iterable<StateView | undefined> {
    return this.#permanent.keys();
  }

  /** Whether a permanent client with this view should be added. */
  wants(view: StateView | undefined): boolean {
    return this.#permanent.size < MAX_PERMANENT && !this.#permanent.has(view);
  }

  /** Checks the whole state that a new client with this view would be sent now. */
  sample(view: StateView | undefined, bytes: Uint8Array): void {
    if (this.#found) return;
    const newcomer = this.#newDecoder();
    newcomer.decode(bytes);
    this.#check(newcomer, view, 'that comes now');
  }

  /** Checks a whole state that clients with this view were sent. */
  whole(view: StateView | undefined, bytes: Uint8Array, offset = 0): void {
    if (this.#found) return;
    const newcomer = this.#newDecoder();
    newcomer.decode(bytes, { offset });
    this.#check(newcomer, view, 'that has just come');
    const staying = this.#permanent.get(view);
    if (staying === undefined) {
      if (this.#permanent.size < MAX_PERMANENT) this.#permanent.set(view, newcomer);
      return;
    }
    staying.decodeResync(bytes, { offset });
    this.#check(staying, view, 'that has come back');
  }

  /** Checks a patch that clients with this view were sent; it may be empty. */
  patch(view: StateView | undefined, bytes: Uint8Array, offset = 0): void {
    const staying = this.#permanent.get(view);
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

/** Records what it had to skip, which the library only logs. */
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
