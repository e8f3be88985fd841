/**
 * Writes what enters the matches. While that cannot be written all rooms stand still; where it stays so they let their clients go,
 * and nothing is lost: the next process takes the matches up.
 */
import { JournalProblem, type JournalFrame, type JournalStore } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { LiveRoom } from './live-room.ts';
import { JournalOutage } from './journal-outage.ts';
import type { PacerClock } from './ticks/pacer.ts';

export interface JournalCommitsParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  /** How long a commit that fails is tried again. */
  readonly patienceMs: number;
  /** All rooms of the process, those of other batches too. */
  readonly rooms: () => Iterable<LiveRoom>;
  /** What goes wrong with one room costs that one. */
  readonly guard: (room: LiveRoom, body: () => void) => void;
  /** So much more time has passed in which rooms stood still: it counts against nobody. */
  readonly stalled: (ms: number) => void;
  /** Rooms go on, and do not make up for the time. */
  readonly resumed: () => void;
  /** It could not be written for all that time: nothing ticks any more, and all clients are gone. */
  readonly lost: (problem: Error) => void;
}

/** Players need not know of what is over before they notice. */
const TELL_MS = 250;
const PROBE_MS = 1_000;

export class JournalCommits {
  readonly #parts: JournalCommitsParts;
  /** No batch can be written now. */
  #outage: JournalOutage | undefined;
  /** Why no match can be opened now. */
  #refusal: JournalProblem | undefined;
  #isStopped = false;

  constructor(parts: JournalCommitsParts) {
    this.#parts = parts;
  }

  /** Why the journal cannot be written now; undefined: it can. */
  get trouble(): string | undefined {
    if (this.#outage !== undefined) return messageOf(this.#outage.error);
    return this.#refusal?.message;
  }

  /**
   * Begins a match: while the journal cannot be written none does.
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
        this.#parts.log.error({ err: error }, 'no room can be opened');
        this.#refusal = error;
        this.#probeLater();
      }
      throw error;
    }
  }

  /** Writes the frames of these rooms, however long that takes. False: they do not step, and never will. */
  async write(rooms: readonly LiveRoom[]): Promise<boolean> {
    const { guard } = this.#parts;
    for (;;) {
      try {
        // Those that have ended meanwhile have no journal any more.
        const batch = framesOf(rooms);
        const committing = batch.length > 0 ? this.#parts.journal.commit(batch) : undefined;
        if (committing !== undefined) await committing;
        break;
      } catch (error) {
        const culprit = culpritOf(error, rooms);
        if (culprit !== undefined) culprit.failUnwritten(new Error('the journal cannot take it', { cause: error }));
        else if (!(await this.#standStill(error))) return false;
      }
    }
    if (this.#outage !== undefined) this.#goOn(this.#outage);
    for (const room of rooms) guard(room, () => room.committed());
    return true;
  }

  /** What waits to be written is given up: it was not let out. */
  stop(): void {
    this.#isStopped = true;
    this.#outage?.cancel();
  }

  /** A batch could not be written. Resolves when it is time to try again; false: there is no use. */
  async #standStill(error: unknown): Promise<boolean> {
    const { clock, patienceMs, stalled: stoodStill } = this.#parts;
    const outage = (this.#outage ??= new JournalOutage(clock, patienceMs));
    const fromMs = clock.now();
    if (fromMs - outage.sinceMs >= TELL_MS) this.#tell(outage, error);
    const lasts = error instanceof JournalProblem && error.lasts;
    const goesOn = !lasts && (await outage.failed(error));
    stoodStill(clock.now() - fromMs);
    if (goesOn) return true;
    outage.error = error;
    if (!this.#isStopped) this.#giveUp(error);
    return false;
  }

  #tell(outage: JournalOutage, error: unknown): void {
    if (!outage.isTold)
      this.#parts.log.error({ err: error }, 'the journal cannot be written: rooms stand still, and it is tried again');
    outage.isTold = true;
    for (const room of this.#parts.rooms()) room.pauseClock();
  }

  #goOn({ sinceMs, failures, error, isTold }: JournalOutage): void {
    const { clock, log, resumed: goOn, rooms } = this.#parts;
    const stoodMs = clock.now() - sinceMs;
    const details = { stoodMs: Math.round(stoodMs), failures };
    this.#outage = undefined;
    if (isTold) log.info(details, 'the journal can be written again: rooms go on');
    else log.warn({ ...details, err: error }, 'the journal could be written only after some tries');
    goOn();
    for (const room of rooms()) room.resumeClock(stoodMs);
  }

  /** Nothing was let out that the journal does not have, so the next process takes all matches up. */
  #giveUp(error: unknown): void {
    const { log, rooms, lost } = this.#parts;
    this.#isStopped = true;
    const all = [...rooms()];
    log.fatal(
      { err: error, rooms: all.length },
      'the journal cannot be written: the server ends, and matches come back with the next start',
    );
    for (const room of all) {
      try {
        room.suspend();
      } catch (caught) {
        log.error({ err: caught, room: room.id }, 'a room could not be closed');
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

/** The room that alone is at fault. */
function culpritOf(error: unknown, rooms: readonly LiveRoom[]): LiveRoom | undefined {
  if (!(error instanceof JournalProblem) || error.slot === undefined) return undefined;
  return rooms.find((room) => !room.over && room.slot === error.slot);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
