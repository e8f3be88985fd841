/** Decoders of clients without a network. They know a state by its handshake alone, as clients of the network do. */
import { Decoder, Reflection, type Schema } from '@colyseus/schema';

/**
 * What was made of the handshake of each class of states. It is made once: it takes longer than a match of bots, and engines
 * are several times as fast at classes that all decoders share.
 */
const firsts = new WeakMap<object, Decoder<Schema>>();

/**
 * A decoder of a state, for one client.
 *
 * @param handshake what the state's encoder tells of it
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
