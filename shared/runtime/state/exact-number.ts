/** Encodes `number` fields exactly: the library rounds many of them to 32-bit floats. */
import { encode, type Iterator } from '@colyseus/schema';

type Bytes = Parameters<typeof encode.number>[0];

const FLOAT32 = 0xca;
const FLOAT64 = 0xcb;
const { number: encodeNumber, float32, float64 } = encode;

/** Replaces `encode.number`; decoders need no change. */
export function exactNumber(bytes: Bytes, value: number, it: Iterator): 1 | 2 | 3 | 5 | 9 {
  if (value === (value | 0) && !Object.is(value, -0)) return encodeNumber(bytes, value, it);
  if (Math.fround(value) === value) {
    bytes[it.offset++] = FLOAT32;
    float32(bytes, value, it);
    return 5;
  }
  bytes[it.offset++] = FLOAT64;
  float64(bytes, value, it);
  return 9;
}
