/** The journal of a practice match, in memory: compressed as it grows, so that hours of play take a few MB. */
import { decodeFrames, encodeFrames, type Frame } from '../../shared/runtime/host.ts';

const FRAMES_IN_A_PACK = 300;

export class PackedFrames {
  readonly #packs: Uint8Array[] = [];
  #loose: Frame[] = [];

  push(frame: Frame): void {
    this.#loose.push(frame);
    if (this.#loose.length < FRAMES_IN_A_PACK) return;
    this.#packs.push(encodeFrames(this.#loose));
    this.#loose = [];
  }

  all(): Frame[] {
    return [...this.#packs.flatMap((pack) => decodeFrames(pack)), ...this.#loose];
  }
}
