/** One row of the table of matches. Each is read by itself: one that cannot be read costs no other. */
import { crc32 } from 'node:zlib';
import { ByteReader, readValue, type RecordedEnd, messageOf } from '../../shared/runtime/host.ts';
import type { MatchRecord, Slot } from './store.ts';

/** A match as in its row. */
export interface MatchRow {
  readonly slot: Slot;
  readonly record: MatchRecord;
  readonly end: RecordedEnd | undefined;
  readonly lastTick: number;
  /** The last commit in its segments. */
  readonly folded: number;
  readonly active: number;
  /** Ticks up to this one were deleted for space; 0: it is complete. */
  readonly cut: number;
  readonly attempts: number;
  readonly recoveries: number;
  readonly createdAt: number;
  readonly endedAt: number | undefined;
}

/** What is known of a match that cannot be read. */
export interface DamagedMatch {
  readonly slot: number | bigint;
  /** As in the row: they may be damaged too. */
  readonly room: string;
  readonly matchId: string;
  readonly why: string;
}

type Columns = Record<string, unknown>;

/** The latest valid date. */
const MAX_TIME_MS = 8.64e15;

const END_KINDS: ReadonlySet<unknown> = new Set([
  'finished',
  'failed',
  'abandoned',
  'voided',
] satisfies RecordedEnd['kind'][]);
const UNREADABLE_END: RecordedEnd = { kind: 'voided', reason: 'its end cannot be read' };

export function readMatchRow(row: Columns): MatchRow | DamagedMatch {
  try {
    return matchOf(row);
  } catch (error) {
    const { slot, room, match_id: matchId } = row;
    return {
      slot: typeof slot === 'bigint' && !isSafe(slot) ? slot : Number(slot),
      room: String(room),
      matchId: String(matchId),
      why: messageOf(error),
    };
  }
}

export function isDamaged(match: MatchRow | DamagedMatch): match is DamagedMatch {
  return 'why' in match;
}

/** @throws Error that says what is wrong */
function matchOf(row: Columns): MatchRow {
  const bytes = row['record'] as Uint8Array;
  if (crc32(bytes) !== Number(row['record_crc'])) throw new Error('the checksum of its record is not right');
  return {
    slot: countIn(row, 'slot', 1),
    record: recordOf(readValue(new ByteReader(bytes))),
    end: endOf(row['end']),
    lastTick: countIn(row, 'last_tick'),
    folded: countIn(row, 'folded'),
    active: countIn(row, 'active'),
    cut: countIn(row, 'cut'),
    attempts: countIn(row, 'attempts'),
    recoveries: countIn(row, 'recoveries'),
    // Times are only shown.
    createdAt: timeIn(row['created_at']),
    endedAt: row['ended_at'] === null ? undefined : timeIn(row['ended_at']),
  };
}

/** A checksum finds damage, not what a faulty program has written, so the shape is checked too. */
function recordOf(value: unknown): MatchRecord {
  const { start, room, private: hidden, reflection } = objectOf(value, 'record');
  const { format, game, matchId, seed, tickRate, code } = objectOf(start, 'start frame');
  const texts = { room, reflection, game, matchId, seed, code };
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== 'string') throw new Error(`its ${name} is no text`);
  }
  for (const [name, text] of Object.entries({ room, game, matchId })) {
    if (text === '') throw new Error(`its ${name} is empty`);
  }
  if (typeof format !== 'number') throw new Error('its start frame has no format');
  if (typeof tickRate !== 'number' || !(tickRate >= 1 && tickRate <= 128)) throw new Error('its tick rate is none');
  if (typeof hidden !== 'boolean') throw new Error('its record does not say whether it is private');
  return value as MatchRecord;
}

function objectOf(value: unknown, what: string): Columns {
  if (typeof value !== 'object' || value === null) throw new Error(`it has no ${what}`);
  return value as Columns;
}

/** It has ended, whatever its end says. */
function endOf(text: unknown): RecordedEnd | undefined {
  if (text === null) return undefined;
  try {
    const end: unknown = JSON.parse(typeof text === 'string' ? text : '');
    const { kind, reason } = objectOf(end, 'end');
    const isEnd = END_KINDS.has(kind) && (reason === undefined || typeof reason === 'string');
    return isEnd ? (end as RecordedEnd) : UNREADABLE_END;
  } catch {
    return UNREADABLE_END;
  }
}

function countIn(row: Columns, column: string, least = 0): number {
  const value = row[column];
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < least) throw new Error(`its ${column} is ${String(value)}`);
  return count;
}

function timeIn(value: unknown): number {
  const ms = Number(value);
  return Math.abs(ms) <= MAX_TIME_MS ? ms : 0;
}

function isSafe(value: bigint): boolean {
  return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value));
}
