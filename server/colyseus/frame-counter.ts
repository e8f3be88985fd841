/**
 * Counts WebSocket frames in the bytes of a connection before anything reads them: `ws` works through a whole chunk at once, and does not report
 * the number of frames or fragments. Only lengths are read; `ws` checks the frames.
 */

const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LENGTH_BITS = 0x7f;
const MASK_BYTES = 4;

export class FrameCounter {
  /** Bytes that are left of this frame: mask and payload. */
  #rest = 0;
  /** The next byte is the second of a frame. */
  #isSecond = false;
  /** Bytes that are left of a long length. */
  #lengthBytes = 0;
  #length = 0;

  /** How many frames begin in the next bytes. */
  count(bytes: Uint8Array): number {
    let frames = 0;
    for (let at = 0; at < bytes.length;) {
      if (this.#rest > 0) {
        const passed = Math.min(this.#rest, bytes.length - at);
        this.#rest -= passed;
        at += passed;
        continue;
      }
      const byte = bytes[at++] ?? 0;
      if (this.#lengthBytes > 0) {
        this.#length = this.#length * 256 + byte;
        if (--this.#lengthBytes === 0) this.#rest = this.#length + MASK_BYTES;
      } else if (this.#isSecond) {
        this.#isSecond = false;
        const length = byte & LENGTH_BITS;
        if (length < LENGTH_16) this.#rest = length + MASK_BYTES;
        else this.#lengthBytes = length === LENGTH_64 ? 8 : 2;
        this.#length = 0;
      } else {
        this.#isSecond = true;
        frames++;
      }
    }
    return frames;
  }
}
