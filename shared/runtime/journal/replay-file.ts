/** The replay file of a match: a header, deflated frames, and a checksum over both. */
import { TICK_RATES } from '../kernel/clock.ts';
import type { StartFrame } from '../record/entries.ts';
import { ByteReader, corrupt, truncated } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { crc32 } from './crc32.ts';
import { encodeFrames, readingFrames } from './frame-codec.ts';
import type { YieldControl } from './yield-control.ts';
import type { Frame, RecordedEnd, Recording } from '../record/recording.ts';
import { QUIET_SECONDS, REPLAY_BOUNDS, tooLarge } from './replay-bounds.ts';
import { ReplayProblem } from './replay-problem.ts';
import { readValue, writeValue } from './value-codec.ts';

/** "GRRP" */
const MAGIC = 0x50525247;
const FORMAT = 1;
/** Magic number, format, checksum, and length of the rest. */
const PREAMBLE_BYTES = 4 + 1 + 4 + 4;
/** How many bytes are checked for damage at a time: about two milliseconds. */
const CHECKED_BYTES = 2 ** 20;

const END_KINDS: ReadonlySet<unknown> = new Set<RecordedEnd['kind']>(['finished', 'failed', 'abandoned', 'voided']);

/** Raw deflate, as zlib's deflateRaw and CompressionStream's deflate-raw. */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array>;

/** The inverse. It should fail beyond `maxBytes`, as a small file may inflate to any size. */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>;

/** The header of a replay file. */
interface ReplayHeader {
  readonly start: StartFrame;
  /** The last tick of the match. */
  readonly lastTick: number;
  /** Undefined if the match still runs. */
  readonly end?: RecordedEnd;
}

/**
 * Encodes a replay file, without tokens.
 *
 * @example
 * const file = await encodeReplay(recording, promisify(deflateRaw));
 *
 * @throws ReplayProblem too-large
 */
export async function encodeReplay(recording: Recording, deflate: Deflate): Promise<Uint8Array<ArrayBuffer>> {
  const { start, lastTick, end, frames } = recording;
  const inflated = encodeFrames(frames);
  if (lastTick > REPLAY_BOUNDS.ticks) throw tooLarge(`${REPLAY_BOUNDS.ticks} ticks`);
  if (inflated.length > REPLAY_BOUNDS.bytes) throw tooManyBytes();
  const deflated = await deflate(inflated);
  const rest = new ByteWriter();
  writeValue(rest, end === undefined ? { start, lastTick } : { start, lastTick, end });
  rest.varint(inflated.length);
  rest.raw(deflated);
  const writer = new ByteWriter();
  writer.uint32(MAGIC);
  writer.byte(FORMAT);
  writer.uint32(crc32(rest.written));
  writer.uint32(rest.length);
  writer.raw(rest.written);
  return writer.take();
}

/**
 * Decodes a replay file. Whatever the bytes are, it stays within `REPLAY_BOUNDS`.
 *
 * @param pause called between pieces of work of a few milliseconds; left out: no pauses
 *
 * @throws ReplayProblem
 */
export async function decodeReplay(
  bytes: Uint8Array,
  inflate: Inflate,
  pause: YieldControl = () => undefined,
): Promise<Recording> {
  const { header, inflatedBytes, deflated } = await open(bytes, pause);
  const inflated = await inflate(deflated, inflatedBytes).catch(() => undefined);
  if (inflated?.length !== inflatedBytes) throw corrupt('it cannot be inflated');
  const frames = await decodeFrames(inflated, pause);
  checkTicks(header, frames);
  return { ...header, frames };
}

async function decodeFrames(bytes: Uint8Array, pause: YieldControl): Promise<Frame[]> {
  const reading = readingFrames(bytes);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
    await pause();
  }
}

/** Ticks take no bytes, so a short file may claim any number of them. */
function checkTicks({ start, lastTick }: ReplayHeader, frames: readonly Frame[]): void {
  const mostQuiet = QUIET_SECONDS * start.tickRate;
  let last = 0;
  for (const { tick } of frames) {
    if (tick - last > mostQuiet) throw corrupt(`nothing happens for ${QUIET_SECONDS} seconds, which no match has`);
    last = tick;
  }
  if (last > lastTick) throw corrupt('something happens after its last tick');
  if (lastTick - last > mostQuiet) throw corrupt('nothing happens at its end');
}

interface Opened {
  readonly header: ReplayHeader;
  readonly inflatedBytes: number;
  readonly deflated: Uint8Array;
}

async function open(bytes: Uint8Array, pause: YieldControl): Promise<Opened> {
  if (bytes.length > REPLAY_BOUNDS.bytes) throw tooManyBytes();
  const reader = new ByteReader(bytes);
  if (bytes.length < 4 || reader.uint32() !== MAGIC) {
    throw new ReplayProblem('foreign', 'This is no Greenroom replay file.');
  }
  if (bytes.length < PREAMBLE_BYTES) throw truncated();
  const format = reader.byte();
  if (format > FORMAT) {
    throw new ReplayProblem('newer', `This replay has format ${format}; this version plays up to ${FORMAT}.`);
  }
  if (format < FORMAT) throw corrupt(`there is no format ${format}`);
  const crc = reader.uint32();
  const length = reader.uint32();
  if (length > reader.left) throw truncated();
  if (length < reader.left) throw corrupt('something follows its end');
  const rest = reader.part(length);
  if ((await checksum(rest, pause)) !== crc) throw corrupt('its checksum is not right');
  const { valuesPerEntry: counted, textUnits } = REPLAY_BOUNDS;
  const inside = new ByteReader(rest, { counted, countedAtOnce: counted, textUnits });
  const header = checkHeader(readValue(inside));
  const inflatedBytes = inside.varint();
  if (inflatedBytes > REPLAY_BOUNDS.bytes) throw tooManyBytes();
  return { header, inflatedBytes, deflated: inside.part(inside.left) };
}

async function checksum(bytes: Uint8Array, pause: YieldControl): Promise<number> {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += CHECKED_BYTES) {
    sum = crc32(bytes.subarray(at, at + CHECKED_BYTES), sum);
    await pause();
  }
  return sum;
}

/** A checksum detects damage, not malice, so the shape is checked too. */
function checkHeader(header: unknown): ReplayHeader {
  const { start, lastTick, end } = recordOf(header);
  const { format, game, matchId, seed, options, tickRate, code, values } = recordOf(start);
  if (format !== 1) throw new ReplayProblem('newer', 'This replay is of a match of a later version.');
  if (
    !isWord(game) ||
    !isWord(matchId) ||
    !isWord(code) ||
    !isWord(seed) ||
    !isCount(lastTick) ||
    typeof tickRate !== 'number' ||
    !(tickRate >= TICK_RATES.min && tickRate <= TICK_RATES.max) ||
    !(values === undefined || values === 'strict' || values === 'nearest')
  ) {
    throw corrupt('its header is not complete');
  }
  const plain: StartFrame = { format, game, matchId, seed, options, tickRate, code };
  const frame: StartFrame = values === undefined ? plain : { ...plain, values };
  return end === undefined ? { start: frame, lastTick } : { start: frame, lastTick, end: checkEnd(end) };
}

function checkEnd(value: unknown): RecordedEnd {
  const { kind, reason } = recordOf(value);
  if (!END_KINDS.has(kind) || (reason !== undefined && typeof reason !== 'string')) {
    throw corrupt('its header does not say how the match ended');
  }
  const end = { kind: kind as RecordedEnd['kind'] };
  return reason === undefined ? end : { ...end, reason };
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw corrupt('its header is not complete');
  return value as Record<string, unknown>;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= REPLAY_BOUNDS.wordUnits;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function tooManyBytes(): ReplayProblem {
  return new ReplayProblem('too-large', `This replay takes more than ${REPLAY_BOUNDS.bytes / 2 ** 20} MB.`);
}
