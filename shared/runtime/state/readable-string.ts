/** Text on the wire that clients can read, also where half of a surrogate pair was set past the rules for values: between ticks, and in old matches. */
import { encode, type Iterator } from '@colyseus/schema';

const encodeString: typeof encode.string = encode.string;

/** Takes the place of `encode.string`, which leaves out what follows half of a pair, so that no client can decode the rest of the patch. */
export function readableString(bytes: Parameters<typeof encode.string>[0], value: string, it: Iterator): number {
  // The library sends no value as an empty text.
  return encodeString(bytes, value ? value.toWellFormed() : value, it);
}
