/** Unpacks raw deflate as browsers can, and stops where it becomes more than was said. */

/** @throws Error where the bytes are damaged, or more than `maxBytes` */
export async function inflate(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const packed = new Blob([new Uint8Array(bytes)]).stream();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of packed.pipeThrough(new DecompressionStream('deflate-raw'))) {
    length += chunk.length;
    if (length > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
