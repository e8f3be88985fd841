/** One commit as a row: the frames of all its matches, each of which can be extracted without reading the others. */
import { crc32 } from 'node:zlib';
import { ByteReader, ByteWriter, type Entry, FrameWriter, type Trace, messageOf } from '../../shared/runtime/host.ts';
import { JournalProblem, type JournalFrame, type Slot } from './store.ts';

export interface Row {
  /** For each frame the slot of its match, and its length; the last one takes what is left. */
  readonly slots: Uint8Array;
  readonly frames: Uint8Array;
  readonly crc: number;
}

export class RowWriter {
  readonly #slots = new ByteWriter();
  readonly #frames = new FrameWriter();
  /** The length of the last frame. */
  #lastBytes: number | undefined;

  /** Adds a frame, and returns its length. */
  frame(slot: Slot, tick: number, entries: readonly Entry[], trace: Trace | undefined): number {
    const before = this.#frames.length;
    this.#frames.frame(tick, entries, trace);
    const bytes = this.#frames.length - before;
    if (this.#lastBytes !== undefined) this.#slots.varint(this.#lastBytes);
    this.#slots.varint(slot);
    this.#lastBytes = bytes;
    return bytes;
  }

  /** Adds frames, and returns their lengths. @throws JournalProblem where one cannot be encoded; then none is added */
  frames(frames: readonly JournalFrame[]): number[] {
    let slot = 0;
    try {
      return frames.map((frame) => this.frame((slot = frame.slot), frame.tick, frame.entries, frame.trace));
    } catch (error) {
      this.take();
      const why = messageOf(error);
      const what = `What enters the match in slot ${slot} cannot be written down: ${why}`;
      throw new JournalProblem(what, { cause: error, slot, lasts: true });
    }
  }

  take(): Row {
    this.#lastBytes = undefined;
    const slots = this.#slots.take();
    const frames = this.#frames.take();
    return { slots, frames, crc: crcOf(slots, frames) };
  }
}

export interface RowPart {
  readonly slot: Slot;
  readonly bytes: Uint8Array;
}

/** The frames of a row, still encoded. Undefined where the row is damaged. */
export function splitRow(row: Row): readonly RowPart[] | undefined {
  return crcOf(row.slots, row.frames) === row.crc ? partsOf(row) : undefined;
}

/** The slots of a row, damaged or not; undefined where they make no sense. */
export function likelySlots(row: Row): readonly Slot[] | undefined {
  return partsOf(row)?.map(({ slot }) => slot);
}

function partsOf({ slots, frames }: Row): readonly RowPart[] | undefined {
  const parts: RowPart[] = [];
  const reader = new ByteReader(slots);
  try {
    for (let from = 0; reader.left > 0;) {
      const slot = reader.varint();
      const to = reader.left > 0 ? from + reader.varint() : frames.length;
      if (to > frames.length) return undefined;
      parts.push({ slot, bytes: frames.subarray(from, to) });
      from = to;
    }
  } catch {
    return undefined;
  }
  return parts;
}

function crcOf(slots: Uint8Array, frames: Uint8Array): number {
  // Signed, it takes four bytes of the database instead of six.
  return crc32(frames, crc32(slots)) | 0;
}
