/** Decoders for clients without a network. Like network clients, they know a state's classes from its handshake only. */
import { Decoder, Reflection, type Schema } from '@colyseus/schema';

/**
 * The decoded handshake of each state class. Decoding it takes longer than a match of bots, and engines are several times
 * faster if all decoders share the classes.
 */
const firsts = new WeakMap<object, Decoder<Schema>>();

/**
 * A decoder of a state, for one client.
 *
 * @param handshake made by the state's encoder
 *
 * @example
 * const decoder = newDecoder(match.state, () => Reflection.encode(encoder));
 */
export function newDecoder<T extends Schema>(state: T, handshake: () => Uint8Array): Decoder<T> {
  let first = firsts.get(state.constructor);
  if (first === undefined) {
    first = Reflection.decode(handshake());
    firsts.set(state.constructor, first);
  }
  const DecodedState = first.state.constructor as new () => T;
  return new Decoder(new DecodedState(), first.context);
}
