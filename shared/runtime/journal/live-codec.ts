/** Frames as they are committed in a live match: short, and each readable without the others. */
import type { Entry } from '../record/entries.ts';
import { ByteReader, corrupt } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { readEntry, writeEntry, type EntrySource, type EntrySink } from './entry-codec.ts';
import { SeatOrder } from './input-masks.ts';
import type { Frame, Trace } from '../record/recording.ts';
import { readValue, writeValue } from './value-codec.ts';
import { readVerbs, writeVerbs } from './verb-codes.ts';

/**
 * Writes frames one after the other. A writer can be reused.
 *
 * @example
 * const writer = new FrameWriter();
 * for (const { tick, entries, trace } of frames) writer.frame(tick, entries, trace);
 * insert.run(writer.take());
 */
export class FrameWriter {
  readonly #writer = new ByteWriter();
  readonly #seats = new SeatOrder();
  readonly #out = entryOut(this.#writer, this.#seats);

  /** Bytes written since the last `take()`. */
  get length(): number {
    return this.#writer.length;
  }

  /**
   * Adds a frame: the entries of a tick, and the trace of an earlier one. Ticks are integers from 0.
   *
   * @throws TypeError for data that is not plain; then nothing of this frame is written
   */
  frame(tick: number, entries: readonly Entry[], trace?: Trace): void {
    const writer = this.#writer;
    const { length } = writer;
    try {
      writer.varint(tick);
      writer.varint(entries.length * 2 + (trace === undefined ? 0 : 1));
      this.#seats.restart();
      for (const entry of entries) writeEntry(this.#out, entry, { tokens: true });
      if (trace !== undefined) writeTrace(writer, trace, tick);
    } catch (error) {
      writer.truncate(length);
      throw error;
    }
  }

  /** Returns the bytes written, and resets the writer. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#writer.take();
  }
}

/**
 * Reads frames in the order in which they were written, by one or more writers.
 *
 * @throws ReplayProblem for bytes that no `FrameWriter` wrote
 */
export function* readFrames(bytes: Uint8Array): Generator<Frame, void> {
  const reader = new ByteReader(bytes);
  const seats = new SeatOrder();
  const from = entryIn(reader, seats);
  while (reader.left > 0) {
    const tick = reader.varint();
    const head = reader.varint();
    const entries: Entry[] = [];
    seats.restart();
    for (let left = Math.floor(head / 2); left > 0; left--) entries.push(readEntry(from));
    if (head % 2 === 0) yield { tick, entries };
    else yield { tick, entries, trace: readTrace(reader, tick) };
  }
}

function writeTrace(writer: ByteWriter, trace: Trace, tick: number): void {
  writer.signed(tick - trace.tick);
  writeVerbs(writer, trace);
  writer.byte(trace.stateHash === undefined ? 0 : 1);
  if (trace.stateHash === undefined) return;
  writer.uint32(trace.stateHash.hash);
  writer.blob(trace.stateHash.fields);
}

function readTrace(reader: ByteReader, frameTick: number): Trace {
  const tick = frameTick - reader.signed();
  if (!Number.isSafeInteger(tick) || tick < 0) throw corrupt('a trace is of an impossible tick');
  const verbs = readVerbs(reader);
  if (reader.below(2, 'kind of state hash') === 0) return { tick, ...verbs };
  return { tick, ...verbs, stateHash: { hash: reader.uint32(), fields: reader.blob() } };
}

function entryOut(writer: ByteWriter, seats: SeatOrder): EntrySink {
  return {
    head: (head) => writer.byte(head),
    player: (id) => writer.text(id),
    text: (text) => writer.text(text),
    word: (word) => writer.text(word),
    number: (value) => writer.signed(value),
    data: (value) => writeValue(writer, value),
    input: (entry) => seats.write(writer, entry),
  };
}

function entryIn(reader: ByteReader, seats: SeatOrder): EntrySource {
  return {
    head: () => reader.byte(),
    player: () => reader.text(),
    name: () => reader.text(),
    text: () => reader.text(),
    word: () => reader.text(),
    number: () => reader.signed(),
    data: () => readValue(reader),
    input: (head, form) => seats.read(reader, head, form),
  };
}
