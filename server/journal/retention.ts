/**
 * Deletes old matches without trusting a single reading of a clock: days count in which a server ran, and a few for the time before each start. A clock
 * that is wrong by weeks counts for no more, and no day deletes more than a part of all matches.
 */
import type { Log } from '../log.ts';
import type { Statements } from './statements.ts';

const DAY_MS = 86_400_000;
/** How often it checks whether there is anything to do. */
const LOOK_MS = 60_000;
/** Days that may be counted at a start, whatever the clock says. */
const GRANTED_DAYS = 3;
/** Deleted at a time: rooms wait meanwhile. */
const AT_ONCE = 200;
/** Deleted in a day at most: this many, or this part of all, whichever is more. */
const LEAST_A_DAY = 10;
const PART_A_DAY = 0.1;
const DAY = 'day';
const DAY_SINCE = 'day since';
const DELETED_ON = 'deleted on day';

export interface RetentionParts {
  readonly tables: Statements;
  readonly transact: (body: () => void) => void;
  readonly log: Log;
  readonly keepDays: number;
  /** Wall time in ms, which may jump. */
  readonly now: () => number;
  /** Time in ms that never jumps. */
  readonly uptimeMs: () => number;
}

export class Retention {
  readonly #parts: RetentionParts;
  /** Days counted so far. */
  #day = 0;
  /** Wall time at which the current day began. */
  #sinceMs = 0;
  /** Uptime up to which days were counted. */
  #countedMs = 0;
  /** Days that may be counted beyond the uptime of this process: how long no server ran is not known. */
  #grantedDays = GRANTED_DAYS;
  #lookAtMs = 0;
  /** Matches that may still be deleted today. */
  #left = 0;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Goes on from the last process; within a transaction. */
  load(): void {
    const { tables, now, uptimeMs } = this.#parts;
    this.#day = countOf(tables.note(DAY));
    const since = Number(tables.note(DAY_SINCE) ?? Number.NaN);
    this.#sinceMs = Number.isFinite(since) ? since : now();
    this.#countedMs = uptimeMs();
    tables.today = this.#day;
    // Matches of older versions count from now on, and so do invalid days.
    tables.dateEnded();
    if (since !== this.#sinceMs) this.#note();
  }

  /** Checks once a minute. @throws where something cannot be written */
  look(): void {
    const { now, uptimeMs } = this.#parts;
    const upMs = uptimeMs();
    if (upMs < this.#lookAtMs) return;
    this.#lookAtMs = upMs + LOOK_MS;
    this.#count(now(), upMs);
    if (this.#left > 0) this.#delete();
  }

  #count(wallMs: number, upMs: number): void {
    const passed = Math.floor((wallMs - this.#sinceMs) / DAY_MS);
    const days = Math.min(passed, Math.floor((upMs - this.#countedMs) / DAY_MS) + this.#grantedDays);
    this.#grantedDays = 0;
    // Where the clock went back, the day begins again.
    if (days === 0 || (days < 0 && wallMs >= this.#sinceMs)) return;
    this.#day += Math.max(0, days);
    this.#sinceMs = passed === days && days > 0 ? this.#sinceMs + days * DAY_MS : wallMs;
    this.#countedMs = upMs;
    this.#parts.tables.today = this.#day;
    this.#parts.transact(() => this.#note());
    if (days > 0) this.#allow();
  }

  #note(): void {
    const { tables } = this.#parts;
    tables.setNote(DAY, String(this.#day));
    tables.setNote(DAY_SINCE, String(this.#sinceMs));
  }

  /** A new day: some matches may be deleted. */
  #allow(): void {
    const { tables, transact, log, keepDays } = this.#parts;
    if (tables.note(DELETED_ON) === String(this.#day)) return;
    const old = tables.oldMatches(this.#day - keepDays);
    if (old === 0) return;
    const all = tables.endedMatches();
    this.#left = Math.min(old, Math.max(LEAST_A_DAY, Math.ceil(all * PART_A_DAY)));
    log.info({ matches: this.#left, old, of: all, keepDays }, 'old matches deleted');
    transact(() => tables.setNote(DELETED_ON, String(this.#day)));
  }

  #delete(): void {
    const { tables, transact, keepDays } = this.#parts;
    const count = Math.min(this.#left, AT_ONCE);
    transact(() => tables.dropOld(this.#day - keepDays, count));
    this.#left -= count;
  }
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
