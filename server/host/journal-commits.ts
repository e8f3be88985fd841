/**
 * Writes the entries of each batch to the journal. While that fails all rooms are paused; where it goes on failing all connections are
 * closed, and the next process recovers the matches.
 */
import { messageOf } from '../../shared/runtime/host.ts';
import { JournalProblem, type JournalFrame, type JournalStore } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { LiveRoom } from './live-room.ts';
import { JournalOutage } from './journal-outage.ts';
import type { PacerClock } from './ticks/pacer.ts';

export interface JournalCommitsParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  /** How long a failed commit is retried. */
  readonly patienceMs: number;
  /** All rooms of the process, those of other batches too. */
  readonly rooms: () => Iterable<LiveRoom>;
  /** Runs `body`; an error in it fails that room alone. */
  readonly guard: (room: LiveRoom, body: () => void) => void;
  /** Rooms were paused for this much longer, which counts against no client. */
  readonly stalled: (ms: number) => void;
  /** Rooms go on, without catching up. */
  readonly resumed: () => void;
  /** It could not be written for all that time: nothing ticks any more, and all connections are closed. */
  readonly lost: (problem: Error) => void;
}

/** Clients are not told of shorter outages: nobody would notice them. */
const ANNOUNCE_MS = 250;
const PROBE_MS = 1_000;

export class JournalCommits {
  readonly #parts: JournalCommitsParts;
  /** Batches cannot be written. */
  #outage: JournalOutage | undefined;
  /** Matches cannot be opened. */
  #refusal: JournalProblem | undefined;
  #isStopped = false;

  constructor(parts: JournalCommitsParts) {
    this.#parts = parts;
  }

  /** Why the journal cannot be written; undefined: it can. */
  get trouble(): string | undefined {
    if (this.#outage !== undefined) return messageOf(this.#outage.error);
    return this.#refusal?.message;
  }

  /**
   * Opens a match, unless the journal cannot be written.
   *
   * @throws JournalProblem, and whatever `open` throws
   */
  begin<T>(open: () => T): T {
    const { trouble } = this;
    if (trouble !== undefined) throw new JournalProblem(trouble);
    try {
      return open();
    } catch (error) {
      if (error instanceof JournalProblem) {
        this.#parts.log.error({ err: error }, 'rooms cannot be opened');
        this.#refusal = error;
        this.#probeLater();
      }
      throw error;
    }
  }

  /** Writes the frames of these rooms, however long that takes. False: they never step again. */
  async write(rooms: readonly LiveRoom[]): Promise<boolean> {
    const { guard } = this.#parts;
    for (;;) {
      try {
        // Rooms that have ended meanwhile have no journal any more.
        const batch = framesOf(rooms);
        const committing = batch.length > 0 ? this.#parts.journal.commit(batch) : undefined;
        if (committing !== undefined) await committing;
        break;
      } catch (error) {
        const culprit = culpritOf(error, rooms);
        if (culprit !== undefined) culprit.failUnwritten(new Error('the journal cannot take it', { cause: error }));
        else if (!(await this.#retryLater(error))) return false;
      }
    }
    if (this.#outage !== undefined) this.#resume(this.#outage);
    for (const room of rooms) guard(room, () => room.committed());
    return true;
  }

  /** What waits to be written is given up: nothing of it was sent. */
  stop(): void {
    this.#isStopped = true;
    this.#outage?.cancel();
  }

  /** A batch could not be written. Resolves when it is time to retry; false: retrying is pointless. */
  async #retryLater(error: unknown): Promise<boolean> {
    const { clock, patienceMs, stalled: stoodStill } = this.#parts;
    const outage = (this.#outage ??= new JournalOutage(clock, patienceMs));
    const fromMs = clock.now();
    if (fromMs - outage.sinceMs >= ANNOUNCE_MS) this.#announce(outage, error);
    const lasts = error instanceof JournalProblem && error.lasts;
    const isRetried = !lasts && (await outage.failed(error));
    stoodStill(clock.now() - fromMs);
    if (isRetried) return true;
    outage.error = error;
    if (!this.#isStopped) this.#shutDown(error);
    return false;
  }

  #announce(outage: JournalOutage, error: unknown): void {
    if (!outage.isAnnounced) this.#parts.log.error({ err: error }, 'journal not writable: rooms paused, retrying');
    outage.isAnnounced = true;
    for (const room of this.#parts.rooms()) room.pauseClock();
  }

  #resume({ sinceMs, failures, error, isAnnounced }: JournalOutage): void {
    const { clock, log, resumed: goOn, rooms } = this.#parts;
    const stoodMs = clock.now() - sinceMs;
    const details = { stoodMs: Math.round(stoodMs), failures };
    this.#outage = undefined;
    if (isAnnounced) log.info(details, 'journal writable again: rooms resumed');
    else log.warn({ ...details, err: error }, 'journal written after retries');
    goOn();
    for (const room of rooms()) room.resumeClock(stoodMs);
  }

  /** Nothing was sent that is not in the journal, so the next process recovers all matches. */
  #shutDown(error: unknown): void {
    const { log, rooms, lost } = this.#parts;
    this.#isStopped = true;
    const all = [...rooms()];
    log.fatal(
      { err: error, rooms: all.length },
      'journal not writable: server exits, matches are recovered at the next start',
    );
    for (const room of all) {
      try {
        room.suspend();
      } catch (caught) {
        log.error({ err: caught, room: room.id }, 'room could not be closed');
      }
    }
    lost(error instanceof Error ? error : new Error(messageOf(error)));
  }

  #probeLater(): void {
    const { clock, journal } = this.#parts;
    clock.at(clock.now() + PROBE_MS, () => {
      if (this.#isStopped) return;
      try {
        journal.probe?.();
        this.#refusal = undefined;
      } catch {
        this.#probeLater();
      }
    });
  }
}

function framesOf(rooms: readonly LiveRoom[]): JournalFrame[] {
  const batch: JournalFrame[] = [];
  for (const room of rooms) {
    const frame = room.over ? undefined : room.frame;
    if (frame !== undefined) batch.push(frame);
  }
  return batch;
}

/** The one room at fault. */
function culpritOf(error: unknown, rooms: readonly LiveRoom[]): LiveRoom | undefined {
  if (!(error instanceof JournalProblem) || error.slot === undefined) return undefined;
  return rooms.find((room) => !room.over && room.slot === error.slot);
}
