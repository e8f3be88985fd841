/** Reads the envelope of a numbered message before its data, so that it can be replied to whatever the data are. */
import type { Numbered } from '../../../shared/wire.ts';

export interface Envelope {
  readonly number: Numbered[0];
  readonly acked: Numbered[1];
  readonly type: Numbered[2];
}

/** MessagePack's array of four. */
const FOUR = 0x94;
const SHORT_TEXT = 0xa0;
const SHORT_TEXT_LENGTH = 0x1f;

/** Reads from `at.offset` up to the data. Undefined: it is no `[number, acked, type, data]`. */
export function readEnvelope(frame: Buffer, at: { offset: number }): Envelope | undefined {
  if (frame[at.offset++] !== FOUR) return undefined;
  const number = wholeNumber(frame, at);
  const acked = wholeNumber(frame, at);
  const type = text(frame, at);
  if (number === undefined || number === 0 || acked === undefined || type === undefined) return undefined;
  return { number, acked, type };
}

function wholeNumber(frame: Buffer, at: { offset: number }): number | undefined {
  const kind = frame[at.offset++];
  if (kind === undefined) return undefined;
  if (kind < 0x80) return kind;
  if (kind === 0xcc) return bytes(frame, at, 1);
  if (kind === 0xcd) return bytes(frame, at, 2);
  return kind === 0xce ? bytes(frame, at, 4) : undefined;
}

/** Types whose length takes more than one byte are not read: `defineGame` allows none. */
function text(frame: Buffer, at: { offset: number }): string | undefined {
  const kind = frame[at.offset++] ?? 0;
  const isShort = (kind & ~SHORT_TEXT_LENGTH) === SHORT_TEXT;
  const length = isShort ? kind & SHORT_TEXT_LENGTH : kind === 0xd9 ? bytes(frame, at, 1) : undefined;
  const start = at.offset;
  if (length === undefined || start + length > frame.length) return undefined;
  at.offset += length;
  return frame.toString('utf8', start, at.offset);
}

function bytes(frame: Buffer, at: { offset: number }, count: number): number | undefined {
  const start = at.offset;
  at.offset += count;
  return at.offset > frame.length ? undefined : frame.readUIntBE(start, count);
}
