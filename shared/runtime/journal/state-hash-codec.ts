/** The state hashes of one match as bytes: each tells only what has changed since the one before. */
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { Columns } from './columns.ts';
import { REPLAY_BOUNDS } from './replay-bounds.ts';
import { ticksIn } from './tick-column.ts';
import type { StateHash, Trace } from '../record/recording.ts';

const NOTHING: StateHash = { hash: 0, fields: new Uint8Array() };

/* What changed: nothing; the hash and some fields; or the number of fields too. */
const SAME = 0;
const CHANGED = 1;
const RESIZED = 2;

export function writeStateHashes(columns: Columns<ByteWriter>, traces: readonly Trace[]): void {
  let last = NOTHING;
  let lastTick = 0;
  for (const { tick, stateHash } of traces) {
    if (stateHash === undefined) continue;
    columns.hashTicks.varint(tick - lastTick);
    writeStateHash(columns, stateHash, last);
    last = stateHash;
    lastTick = tick;
  }
}

function writeStateHash(
  { hashChanges, hashValues, hashBytes }: Columns<ByteWriter>,
  stateHash: StateHash,
  last: StateHash,
): void {
  const { hash, fields } = stateHash;
  const resized = fields.length !== last.fields.length;
  const changed = [...fields.keys()].filter((index) => resized || fields[index] !== last.fields[index]);
  if (!resized && changed.length === 0 && hash === last.hash) return hashChanges.byte(SAME);
  hashChanges.byte(resized ? RESIZED : CHANGED);
  if (resized) hashChanges.byte(fields.length);
  else for (const bits of bitsOf(changed, fields.length)) hashChanges.byte(bits);
  hashValues.uint32(hash);
  for (const index of changed) hashBytes.byte(fields[index] ?? 0);
}

export interface TickStateHash {
  readonly tick: number;
  readonly stateHash: StateHash;
}

export function* readStateHashes(columns: Columns<ByteReader>): Generator<TickStateHash, void> {
  let stateHash = NOTHING;
  for (const tick of ticksIn(columns.hashTicks)) {
    stateHash = readStateHash(columns, stateHash);
    yield { tick, stateHash };
  }
}

function readStateHash({ hashChanges, hashValues, hashBytes }: Columns<ByteReader>, last: StateHash): StateHash {
  const change = hashChanges.below(RESIZED + 1, 'kind of state hash');
  if (change === SAME) return last;
  if (change === RESIZED) {
    const count = hashChanges.below(REPLAY_BOUNDS.hashedFields + 1, 'state with as many fields as');
    return { hash: hashValues.uint32(), fields: hashBytes.raw(count) };
  }
  const fields = last.fields.slice();
  const bits = hashChanges.part(Math.ceil(fields.length / 8));
  for (let index = 0; index < fields.length; index++) {
    if (((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0) fields[index] = hashBytes.byte();
  }
  return { hash: hashValues.uint32(), fields };
}

/** One bit per field, eight per byte. */
function bitsOf(indexes: readonly number[], count: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (const index of indexes) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  return bits;
}
