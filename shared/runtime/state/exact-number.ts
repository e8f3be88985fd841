/** Numbers of the type `number` on the wire, all of them exactly: the library sends many as the nearest of 32 bits. */
import { encode, type Iterator } from '@colyseus/schema';

type Bytes = Parameters<typeof encode.number>[0];

const FLOAT32 = 0xca;
const FLOAT64 = 0xcb;
const { number: encodeNumber, float32, float64 } = encode;

/** Takes the place of `encode.number`. Decoders read it as ever. */
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
