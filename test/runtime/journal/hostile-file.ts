/** Replay files whose checksum is right, and whose contents nobody has recorded. */
import { deflateRawSync } from 'node:zlib';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { emptyColumns, writeColumns, type Columns } from '../../../shared/runtime/journal/columns.ts';
import { crc32 } from '../../../shared/runtime/journal/crc32.ts';
import { writeValue } from '../../../shared/runtime/journal/value-codec.ts';

export const START = {
  format: 1,
  game: 'test',
  matchId: 'ABCDE',
  seed: '1',
  options: {},
  tickRate: 20,
  code: '',
} as const;

/** The frames that are written into the columns. */
export function framesOf(write: (columns: Columns<ByteWriter>) => void): Uint8Array {
  const columns = emptyColumns();
  write(columns);
  const writer = new ByteWriter();
  writer.byte(1);
  writeColumns(writer, columns);
  return writer.take();
}

/** A file around these frames. */
export function fileOf(frames: Uint8Array, header: object = { start: START, lastTick: 1 }): Uint8Array {
  const rest = new ByteWriter();
  writeValue(rest, header);
  rest.varint(frames.length);
  rest.raw(deflateRawSync(frames));
  return sealed(rest.take());
}

/** A file with this behind its checksum. */
export function sealed(rest: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  writer.uint32(0x50525247);
  writer.byte(1);
  writer.uint32(crc32(rest));
  writer.uint32(rest.length);
  writer.raw(rest);
  return writer.take();
}

/** The same bytes again and again. */
export function repeat(column: ByteWriter, times: number, ...bytes: readonly number[]): void {
  const all = new Uint8Array(times * bytes.length);
  for (const [at, byte] of bytes.entries())
    for (let index = at; index < all.length; index += bytes.length) all[index] = byte;
  column.raw(all);
}
