/**
 * Limits how much of the disk a journal takes: before it is full, the oldest ended matches are deleted with their replays. Open matches never are: where
 * they alone are too much, no match begins any more.
 */
import type { Log } from '../log.ts';
import { JournalProblem } from './store.ts';
import type { Statements } from './statements.ts';

/** A warning is logged from here on, and may be logged again once below `CALM`. */
const WARN = 0.8;
const CALM = 0.75;
/** The oldest matches are deleted from here on: the rest is for open matches meanwhile. */
const DELETE = 0.95;
/** How often it checks, and while there is something to delete. */
const LOOK_MS = 1_000;
const BUSY_LOOK_MS = 250;
/** Deleted at a time at most: rooms wait meanwhile. */
const AT_ONCE = 50;
const AT_ONCE_BYTES = 4 * 2 ** 20;
const TELL_MS = 60_000;
const MB = 2 ** 20;

export interface QuotaParts {
  readonly tables: Statements;
  readonly transact: (body: () => void) => void;
  readonly log: Log;
  /** What the journal may take, in bytes. */
  readonly maxBytes: number;
  /** Time in ms that never jumps. */
  readonly uptimeMs: () => number;
}

export class Quota {
  readonly #parts: QuotaParts;
  #lookAtMs = 0;
  #tellAtMs = 0;
  #isWarned = false;
  /** Deleted since that was last logged. */
  #deleted = 0;

  constructor(parts: QuotaParts) {
    this.#parts = parts;
  }

  /** Checks once a second, and deletes what is too much. @throws where something cannot be written */
  look(): void {
    const { tables, maxBytes, uptimeMs } = this.#parts;
    const nowMs = uptimeMs();
    if (nowMs < this.#lookAtMs) return;
    const isOver = tables.usedBytes() > maxBytes * DELETE;
    this.#lookAtMs = nowMs + (isOver ? BUSY_LOOK_MS : LOOK_MS);
    if (isOver) this.#delete(maxBytes * DELETE);
    this.#tell(nowMs);
  }

  /** Before a match begins. @throws JournalProblem where there is no space for more */
  check(): void {
    const { tables, maxBytes } = this.#parts;
    if (tables.usedBytes() <= maxBytes) return;
    throw new JournalProblem(
      `The journal has its ${Math.floor(maxBytes / MB)} MB, and open matches need them: set DATA_MAX_MB higher, or wait until some have ended.`,
    );
  }

  #delete(untilBytes: number): void {
    const { tables, transact } = this.#parts;
    transact(() => {
      const enough = Math.max(untilBytes, tables.usedBytes() - AT_ONCE_BYTES);
      for (let count = 0; count < AT_ONCE && tables.usedBytes() > enough; count++) {
        if (tables.dropOld(tables.today, 1) === 0) return;
        this.#deleted++;
      }
    });
  }

  #tell(nowMs: number): void {
    const { tables, log, maxBytes } = this.#parts;
    const usedBytes = tables.usedBytes();
    const sizes = { usedMb: Math.ceil(usedBytes / MB), maxMb: Math.floor(maxBytes / MB) };
    if (usedBytes < maxBytes * CALM) this.#isWarned = false;
    else if (usedBytes > maxBytes * WARN && !this.#isWarned) {
      this.#isWarned = true;
      log.warn(sizes, 'journal nearly full: oldest replays will be deleted');
    }
    if (this.#deleted === 0 || nowMs < this.#tellAtMs) return;
    this.#tellAtMs = nowMs + TELL_MS;
    log.warn({ ...sizes, matches: this.#deleted }, 'journal full: oldest matches deleted');
    this.#deleted = 0;
  }
}
