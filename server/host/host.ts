/** Ticks all live rooms of the process: collect, journal, step, release. */
import { stepMatches, type BotEntry, type Entry, type Step } from '../../shared/runtime/index.ts';
import { JournalProblem, type JournalFrame, type JournalStore } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { LiveRoom } from './live-room.ts';
import { Outage } from './outage.ts';
import { Pacer, type PacerClock } from './pacer.ts';

export interface HostParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a commit that fails is tried again (30 s). Rooms stand still meanwhile. */
  readonly patienceMs?: number;
  /** The journal could not be written for all that time: rooms have let their clients go, and nothing ticks any more. */
  readonly lost?: (problem: Error) => void;
}

const PATIENCE_MS = 30_000;
/** Players need not know of what is over before they notice. */
const TELL_MS = 250;
const PROBE_MS = 1_000;

export class Host {
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: PacerClock;
  readonly #pacer: Pacer<LiveRoom>;
  readonly #rooms = new Map<string, LiveRoom>();
  readonly #patienceMs: number;
  readonly #lost: (problem: Error) => void;
  /** No batch can be written now. */
  #outage: Outage | undefined;
  /** Why no match can be opened now. */
  #refusal: JournalProblem | undefined;
  #isStopped = false;

  constructor({ clock, journal, log, metrics, patienceMs = PATIENCE_MS, lost = () => {} }: HostParts) {
    this.#clock = clock;
    this.#journal = journal;
    this.#log = log;
    this.#metrics = metrics;
    this.#patienceMs = patienceMs;
    this.#lost = lost;
    const events = {
      late: (rooms: number) => metrics.ticksLate(rooms),
      lost: (rooms: number, lostMs: number) => metrics.timeLost(rooms, lostMs),
      failed: (error: unknown) => this.#stray(error, 'the tick failed'),
    };
    this.#pacer = new Pacer(clock, (due) => this.#tick(due), { events });
  }

  get rooms(): ReadonlyMap<string, LiveRoom> {
    return this.#rooms;
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
        this.#refusal = error;
        this.#probeLater();
      }
      throw error;
    }
  }

  add(room: LiveRoom): void {
    this.#rooms.set(room.id, room);
    this.#pacer.add(room);
  }

  remove(room: LiveRoom): void {
    this.#pacer.remove(room);
    this.#rooms.delete(room.id);
  }

  /** Ticks no more. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#outage?.callOff();
    return this.#pacer.stop();
  }

  async #tick(due: readonly LiveRoom[]): Promise<void> {
    const startMs = this.#clock.now();
    const rooms = due.filter((room) => !room.over);
    try {
      for (const room of rooms) room.collect(startMs);
      if (await this.#commit(rooms)) {
        await stepMatches(stepsOf(rooms));
        for (const room of rooms) this.#release(room);
      }
    } catch (error) {
      // A fault of ours, not of a script: nobody knows how far these rooms have come.
      this.#failAll(rooms, 'the tick failed', error);
    }
    this.#metrics.ticked(this.#clock.now() - startMs);
  }

  /** False: these rooms do not step. */
  async #commit(rooms: readonly LiveRoom[]): Promise<boolean> {
    for (;;) {
      try {
        // Those that have ended meanwhile have no journal any more.
        const batch = framesOf(rooms);
        const committing = batch.length > 0 ? this.#journal.commit(batch) : undefined;
        if (committing !== undefined) await committing;
        break;
      } catch (error) {
        const culprit = culpritOf(error, rooms);
        if (culprit !== undefined) culprit.failUnwritten(new Error('the journal cannot take it', { cause: error }));
        else if (!(await this.#standStill(error))) return false;
      }
    }
    if (this.#outage !== undefined) this.#goOn(this.#outage);
    for (const room of rooms) room.committed();
    return true;
  }

  /** A batch could not be written: all rooms stand still. Resolves when it is time to try again; false: there is no use. */
  async #standStill(error: unknown): Promise<boolean> {
    this.#outage ??= new Outage(this.#clock, this.#patienceMs);
    if (this.#clock.now() - this.#outage.sinceMs >= TELL_MS) this.#tell(this.#outage, error);
    const lasts = error instanceof JournalProblem && error.lasts;
    if (!lasts && (await this.#outage.failed(error))) return true;
    this.#outage.error = error;
    if (!this.#isStopped) this.#giveUp(error);
    return false;
  }

  #tell(outage: Outage, error: unknown): void {
    if (!outage.isTold)
      this.#log.error({ err: error }, 'the journal cannot be written: rooms stand still, and it is tried again');
    outage.isTold = true;
    for (const room of this.#rooms.values()) room.standStill();
  }

  #goOn({ sinceMs, failures, error, isTold }: Outage): void {
    const stoodMs = this.#clock.now() - sinceMs;
    const details = { stoodMs: Math.round(stoodMs), failures };
    this.#outage = undefined;
    if (isTold) this.#log.info(details, 'the journal can be written again: rooms go on');
    else this.#log.warn({ ...details, err: error }, 'the journal could be written only after some tries');
    this.#pacer.forgo();
    for (const room of this.#rooms.values()) room.goOn(stoodMs);
  }

  /** Nothing was let out that the journal does not have, so the next process takes all matches up. */
  #giveUp(error: unknown): void {
    this.#isStopped = true;
    // It waits for this tick.
    void this.#pacer.stop();
    this.#log.fatal(
      { err: error, rooms: this.#rooms.size },
      'the journal cannot be written: the server ends, and matches come back with the next start',
    );
    for (const room of this.#rooms.values()) {
      try {
        room.suspend();
      } catch (caught) {
        this.#stray(caught, `room ${room.id} could not be closed`);
      }
    }
    this.#lost(error instanceof Error ? error : new Error(messageOf(error)));
  }

  #probeLater(): void {
    this.#clock.at(this.#clock.now() + PROBE_MS, () => {
      if (this.#isStopped) return;
      try {
        this.#journal.probe?.();
        this.#refusal = undefined;
      } catch {
        this.#probeLater();
      }
    });
  }

  #release(room: LiveRoom): void {
    if (room.over) return;
    try {
      room.release();
    } catch (error) {
      this.#failAll([room], 'the release failed', error);
    }
  }

  #failAll(rooms: readonly LiveRoom[], what: string, cause: unknown): void {
    for (const room of rooms) {
      try {
        room.fail(new Error(what, { cause }));
      } catch (error) {
        this.#stray(error, `room ${room.id} could not be closed`);
      }
    }
  }

  #stray(error: unknown, what: string): void {
    this.#metrics.strayError();
    this.#log.error({ err: error }, what);
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

function stepsOf(rooms: readonly LiveRoom[]): (Step<Entry> | Step<BotEntry>)[] {
  const steps: (Step<Entry> | Step<BotEntry>)[] = [];
  for (const room of rooms) room.addSteps(steps);
  return steps;
}
