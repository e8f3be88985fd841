/** A whole match as one file: a header, then its frames, deflated; a checksum over both. */
import type { StartFrame } from '../entries.ts';
import { ByteReader, corrupt, truncated } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { crc32 } from './crc32.ts';
import { decodeFrames, encodeFrames } from './frame-codec.ts';
import type { RecordedEnd, Recording } from '../recording.ts';
import { ReplayProblem } from './replay-problem.ts';
import { readValue, writeValue } from './values.ts';

/** "GRRP" */
const MAGIC = 0x50525247;
const FORMAT = 1;
/** Magic, format, checksum, and how long the rest is. */
const PREAMBLE_BYTES = 4 + 1 + 4 + 4;
/** How long a match may go on after the last thing that its file tells. */
const QUIET_SECONDS = 60;
/** The frames of a match may not take more than this when they are inflated. */
export const MAX_REPLAY_BYTES = 64 * 2 ** 20;

const END_KINDS: ReadonlySet<unknown> = new Set<RecordedEnd['kind']>(['finished', 'failed', 'abandoned', 'voided']);

/** Raw deflate: what zlib and CompressionStream call deflate-raw. */
export type Squeeze = (bytes: Uint8Array) => Promise<Uint8Array>;

/** The inverse. It should fail rather than give more than `maxBytes`: a small file may inflate to anything. */
export type Stretch = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>;

/** What a replay file says of itself. */
interface ReplayHeader {
  readonly start: StartFrame;
  /** How far the match had ticked. */
  readonly lastTick: number;
  /** Undefined: it goes on. */
  readonly end?: RecordedEnd;
}

/**
 * A replay file. Tokens are left out.
 *
 * @example
 * const file = await encodeReplay(recording, promisify(deflateRaw));
 *
 * @throws ReplayProblem too-large
 */
export async function encodeReplay(recording: Recording, deflate: Squeeze): Promise<Uint8Array<ArrayBuffer>> {
  const { start, lastTick, end, frames } = recording;
  const inflated = encodeFrames(frames);
  if (inflated.length > MAX_REPLAY_BYTES) throw tooLarge();
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
 * The recording in a replay file.
 *
 * @throws ReplayProblem
 */
export async function decodeReplay(bytes: Uint8Array, inflate: Stretch): Promise<Recording> {
  const { header, inflatedBytes, deflated } = open(bytes);
  const inflated = await inflate(deflated, inflatedBytes).catch(() => undefined);
  if (inflated?.length !== inflatedBytes) throw corrupt('it cannot be inflated');
  const frames = decodeFrames(inflated);
  const lastHappening = frames.at(-1)?.tick ?? 0;
  if (lastHappening > header.lastTick) throw corrupt('something happens after its last tick');
  // There is a mark in each second: a file must not make anybody tick for ever.
  if (header.lastTick - lastHappening > QUIET_SECONDS * header.start.tickRate)
    throw corrupt('nothing happens at its end');
  return { ...header, frames };
}

interface Opened {
  readonly header: ReplayHeader;
  readonly inflatedBytes: number;
  readonly deflated: Uint8Array;
}

function open(bytes: Uint8Array): Opened {
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
  if (crc32(rest) !== crc) throw corrupt('its checksum is not right');
  const inside = new ByteReader(rest);
  const header = checkHeader(readValue(inside));
  const inflatedBytes = inside.varint();
  if (inflatedBytes > MAX_REPLAY_BYTES) throw tooLarge();
  return { header, inflatedBytes, deflated: inside.part(inside.left) };
}

/** A checksum tells damage, not malice: the shape is checked too. */
function checkHeader(header: unknown): ReplayHeader {
  const { start, lastTick, end } = recordOf(header);
  const { format, game, matchId, seed, options, tickRate, code, values } = recordOf(start);
  if (format !== 1) throw new ReplayProblem('newer', 'This replay is of a match of a later version.');
  if (
    typeof game !== 'string' ||
    typeof matchId !== 'string' ||
    typeof code !== 'string' ||
    !isCount(lastTick) ||
    typeof seed !== 'string' ||
    typeof tickRate !== 'number' ||
    !(tickRate > 0 && tickRate <= 1000) ||
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

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function tooLarge(): ReplayProblem {
  return new ReplayProblem('too-large', `This replay takes more than ${MAX_REPLAY_BYTES / 2 ** 20} MB.`);
}
