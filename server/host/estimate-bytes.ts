/** Estimates how many bytes of memory a value takes that waits to be sent. */

const VALUE_BYTES = 16;

export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + 2 * value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (ArrayBuffer.isView(value)) return VALUE_BYTES + value.byteLength;
  let bytes = VALUE_BYTES;
  for (const [key, item] of Object.entries(value)) bytes += key.length + estimateBytes(item);
  return bytes;
}
