/** Matches that may have ended the last process: they are on probation until they have run for a while. */
import { withRetry } from '../journal/retry.ts';
import { unwritable } from '../journal/problems.ts';
import type { JournalStore, Slot, UnfinishedMatch } from '../journal/store.ts';
import type { Log } from '../log.ts';
import { ranOutOfMemory, enableMemoryReport } from './memory-report.ts';
import { activityFile, readActivity, ActivityRecord, type Suspect } from './activity-record.ts';
import { findCulprit } from './verdict.ts';

/** A match that has ended this many processes is voided. */
export const MAX_CRASHES = 3;
/** A suspect that has run for this long since its recovery is cleared, and its crashes are forgiven. */
export const PROBATION_MS = 60_000;
/** How long a journal that cannot be written is retried. */
const WAIT_MS = 10_000;

export class Suspects {
  readonly activity: ActivityRecord;
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #suspects: Map<Slot, Suspect>;

  private constructor(mark: ActivityRecord, suspects: readonly Suspect[], journal: JournalStore, log: Log) {
    this.activity = mark;
    this.#journal = journal;
    this.#log = log;
    this.#suspects = new Map(suspects.map((suspect) => [suspect.slot, suspect]));
  }

  /**
   * Finds out how the last process of this folder ended, and counts that against the match that caused it. The folder is to be locked.
   *
   * @throws JournalProblem where the journal cannot be written
   */
  static async open(folder: string, journal: JournalStore, log: Log): Promise<Suspects> {
    const last = readActivity(folder);
    const { blamed, suspects, cleared } = findCulprit(last, ranOutOfMemory(folder));
    const isAny = suspects.length > 0 || cleared.length > 0 || blamed !== undefined;
    const open = new Map((isAny ? journal.unfinished() : []).map((match) => [match.slot, match]));
    const known = suspects.filter(({ slot }) => open.has(slot));
    const innocent = cleared.filter((slot) => open.has(slot));
    const patience = { waitMs: WAIT_MS, log };
    if (innocent.length > 0) await withRetry(() => journal.recovered(innocent), patience);
    const culprit = blamed && open.get(blamed.slot);
    if (blamed !== undefined && culprit !== undefined) {
      await withRetry(() => journal.attempt([blamed.slot]), patience);
      const { record, attempts } = culprit;
      log.error(
        {
          room: record.room,
          match: record.start.matchId,
          game: record.start.game,
          by: blamed.part,
          deaths: attempts + 1,
        },
        'match ended the last process',
      );
    } else if (known.length > 0) {
      const rooms = known.map(({ slot }) => open.get(slot)?.record.room);
      log.warn({ rooms, doing: last?.doing.at }, 'matches suspected of ending a process: recovered one by one');
    }
    enableMemoryReport(folder);
    return new Suspects(openMark(folder, known), known, journal, log);
  }

  has(slot: Slot): boolean {
    return this.#suspects.has(slot);
  }

  /** Why a match has to be voided; undefined: it has not. */
  voidReason({ slot, attempts }: UnfinishedMatch): string | undefined {
    if (attempts < MAX_CRASHES) return undefined;
    return `its ${this.#suspects.get(slot)?.part ?? 'script'} has ended ${attempts} processes`;
  }

  add(slots: readonly Slot[]): void {
    for (const slot of slots) this.#suspects.set(slot, { slot });
    this.#write();
  }

  /** It was recovered, and is on probation. */
  recovered(slot: Slot): void {
    const suspect = this.#suspects.get(slot);
    if (suspect === undefined) return;
    this.#suspects.set(slot, { ...suspect, back: true });
    this.#write();
  }

  /** It has passed its probation, or its match is over. */
  clear(slot: Slot): void {
    if (!this.#suspects.delete(slot)) return;
    this.#write();
    try {
      this.#journal.recovered([slot]);
    } catch (error) {
      this.#log.error({ err: error, slot }, 'match recovery could not be recorded');
    }
  }

  #write(): void {
    this.activity.recordSuspects([...this.#suspects.values()]);
  }
}

function openMark(folder: string, suspects: readonly Suspect[]): ActivityRecord {
  try {
    return new ActivityRecord(folder, suspects);
  } catch (error) {
    throw unwritable(activityFile(folder), error);
  }
}
