/**
 * A small file beside the database with the last commit of each open match. SQLite silently ends its WAL at the first damaged byte: what the
 * watermark has and the database has not was lost.
 */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PRIVATE_FILE } from './private-files.ts';
import type { Slot } from './store.ts';

/** 'GRM1' */
const MAGIC = 0x314d5247;
const HEADER_BYTES = 32;
/** Slot, tick and commit (6 bytes each), the id of the match (26), and a checksum. */
const RECORD_BYTES = 48;
const ID_AT = 18;
const ID_BYTES = 26;
const CRC_AT = 44;
/** The file grows by this many records. */
const STEP = 64;

/** How far a match was committed. */
export interface WatermarkEntry {
  readonly slot: Slot;
  readonly matchId: string;
  readonly tick: number;
  /** The last commit with anything of it. */
  readonly seq: number;
}

/** As much of an id as fits into a record. */
export function watermarkId(matchId: string): string {
  return Buffer.from(matchId.slice(0, ID_BYTES), 'latin1').toString('latin1');
}

export function watermarkFile(folder: string): string {
  return join(folder, 'greenroom.mark');
}

/**
 * Reads a watermark; empty where there is none, it is of another database, or it cannot be read.
 *
 * @param journalId undefined: the database was created just now, and the one before is gone
 */
export function readWatermark(folder: string, journalId: string | undefined): WatermarkEntry[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(watermarkFile(folder));
  } catch {
    return [];
  }
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return [];
  if (journalId !== undefined && !bytes.subarray(0, HEADER_BYTES).equals(headerOf(journalId))) return [];
  const marks: WatermarkEntry[] = [];
  for (let at = HEADER_BYTES; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const record = bytes.subarray(at, at + RECORD_BYTES);
    const slot = record.readUIntLE(0, 6);
    // A record that was being written when its process ended is torn.
    if (slot === 0 || crc32(record.subarray(0, CRC_AT)) !== record.readUInt32LE(CRC_AT)) continue;
    const matchId = record.toString('latin1', ID_AT, ID_AT + ID_BYTES).replace(/\0+$/, '');
    marks.push({ slot, matchId, tick: record.readUIntLE(6, 6), seq: record.readUIntLE(12, 6) });
  }
  return marks;
}

export class Watermark {
  readonly #file: number;
  readonly #places = new Map<Slot, number>();
  readonly #free: number[] = [];
  #bytes: Buffer;
  /** The range to be written. */
  #from = Infinity;
  #to = 0;

  /** Begins a new file. @throws the system's error */
  constructor(folder: string, journalId: string) {
    this.#bytes = Buffer.alloc(HEADER_BYTES + STEP * RECORD_BYTES);
    headerOf(journalId).copy(this.#bytes);
    this.#file = openSync(watermarkFile(folder), 'w', PRIVATE_FILE);
    this.#touch(0, this.#bytes.length);
  }

  /** A match was opened, or committed again. */
  set({ slot, matchId, tick, seq }: WatermarkEntry): void {
    let at = this.#places.get(slot);
    if (at === undefined) {
      at = this.#place();
      this.#places.set(slot, at);
      this.#bytes.writeUIntLE(slot, at, 6);
      this.#bytes.fill(0, at + ID_AT, at + CRC_AT);
      this.#bytes.write(matchId.slice(0, ID_BYTES), at + ID_AT, 'latin1');
    }
    this.#bytes.writeUIntLE(tick, at + 6, 6);
    this.#bytes.writeUIntLE(seq, at + 12, 6);
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(at, at + CRC_AT)), at + CRC_AT);
    this.#touch(at, at + RECORD_BYTES);
  }

  /** The match has ended. */
  delete(slot: Slot): void {
    const at = this.#places.get(slot);
    if (at === undefined) return;
    this.#places.delete(slot);
    this.#free.push(at);
    this.#bytes.fill(0, at, at + RECORD_BYTES);
    this.#touch(at, at + RECORD_BYTES);
  }

  /** Writes what has changed; after a failure, with the next call. @throws the system's error */
  write(): void {
    if (this.#from >= this.#to) return;
    writeSync(this.#file, this.#bytes, this.#from, this.#to - this.#from, this.#from);
    this.#from = Infinity;
    this.#to = 0;
  }

  close(): void {
    closeSync(this.#file);
  }

  #place(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const at = HEADER_BYTES + this.#places.size * RECORD_BYTES;
    if (at + RECORD_BYTES > this.#bytes.length) {
      const more = Buffer.alloc(STEP * RECORD_BYTES);
      this.#touch(this.#bytes.length, this.#bytes.length + more.length);
      this.#bytes = Buffer.concat([this.#bytes, more]);
    }
    return at;
  }

  #touch(from: number, to: number): void {
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, to);
  }
}

/** Makes the watermark of a folder survive a power cut; for the thread, which may wait for the disk. */
export function syncWatermark(folder: string): void {
  const file = openSync(watermarkFile(folder), 'r+');
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

function headerOf(journalId: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.write(journalId.slice(0, HEADER_BYTES - 4), 4, 'latin1');
  return header;
}
