/** CRC-32 as in zip and PNG, to detect damaged bytes. */

const TABLE = new Int32Array(256).map((_, index) => {
  let word = index;
  for (let bit = 0; bit < 8; bit++) word = (word & 1) === 0 ? word >>> 1 : (word >>> 1) ^ 0xedb88320;
  return word;
});

/**
 * The checksum as an unsigned number.
 *
 * @param before the checksum of the preceding bytes
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] as number);
  return ~crc >>> 0;
}
