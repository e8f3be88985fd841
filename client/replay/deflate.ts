/** Compresses with the browser's raw deflate. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const plain = new Blob([new Uint8Array(bytes)]).stream();
  return new Uint8Array(await new Response(plain.pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
}
