/** One commit as a row: the frames of all its matches, each of which can be taken out without reading the others. */
import { crc32 } from 'node:zlib';
import type { Entry, Trace } from '../../shared/runtime/index.ts';
import { ByteReader } from '../../shared/runtime/journal/byte-reader.ts';
import { ByteWriter } from '../../shared/runtime/journal/byte-writer.ts';
import { FrameWriter } from '../../shared/runtime/journal/live-codec.ts';
import type { Slot } from './store.ts';

export interface Row {
  /** For each frame the slot of its match, and how many bytes it takes; the last one takes what is left. */
  readonly slots: Uint8Array;
  readonly frames: Uint8Array;
  readonly crc: number;
}

export class RowWriter {
  readonly #slots = new ByteWriter();
  readonly #frames = new FrameWriter();
  /** How many bytes the last frame takes. */
  #lastBytes: number | undefined;

  /** Adds a frame, and returns how many bytes it takes. */
  frame(slot: Slot, tick: number, entries: readonly Entry[], trace: Trace | undefined): number {
    const before = this.#frames.length;
    this.#frames.frame(tick, entries, trace);
    const bytes = this.#frames.length - before;
    if (this.#lastBytes !== undefined) this.#slots.varint(this.#lastBytes);
    this.#slots.varint(slot);
    this.#lastBytes = bytes;
    return bytes;
  }

  take(): Row {
    this.#lastBytes = undefined;
    const slots = this.#slots.take();
    const frames = this.#frames.take();
    return { slots, frames, crc: crcOf(slots, frames) };
  }
}

/** The frames of a row, still as bytes. Undefined where the row is damaged. */
export function splitRow({
  slots,
  frames,
  crc,
}: Row): { readonly slot: Slot; readonly bytes: Uint8Array }[] | undefined {
  if (crcOf(slots, frames) !== crc) return undefined;
  const parts: { slot: Slot; bytes: Uint8Array }[] = [];
  const reader = new ByteReader(slots);
  for (let from = 0; reader.left > 0;) {
    const slot = reader.varint();
    const to = reader.left > 0 ? from + reader.varint() : frames.length;
    parts.push({ slot, bytes: frames.subarray(from, to) });
    from = to;
  }
  return parts;
}

function crcOf(slots: Uint8Array, frames: Uint8Array): number {
  // With a sign it takes four bytes of the database, and not six.
  return crc32(frames, crc32(slots)) | 0;
}
