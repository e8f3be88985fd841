/** Encodes text so that clients can read it even with lone surrogates, which old matches and changes between ticks may contain. */
import { encode, type Iterator } from '@colyseus/schema';

const encodeString: typeof encode.string = encode.string;

/** Replaces `encode.string`, which drops what follows a lone surrogate, so that clients cannot decode the rest of the patch. */
export function readableString(bytes: Parameters<typeof encodeString>[0], value: string, it: Iterator): number {
  // The library sends undefined as an empty text.
  return encodeString(bytes, value ? value.toWellFormed() : value, it);
}
