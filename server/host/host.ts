/** Ticks all live rooms of the process: collect, journal, step, release. */
import { stepMatches, type BotEntry, type Entry, type Step } from '../../shared/runtime/index.ts';
import type { JournalFrame, JournalStore } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { LiveRoom } from './live-room.ts';
import { Pacer, type PacerClock } from './pacer.ts';

export interface HostParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
}

export class Host {
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: PacerClock;
  readonly #pacer: Pacer<LiveRoom>;
  readonly #rooms = new Map<string, LiveRoom>();

  constructor({ clock, journal, log, metrics }: HostParts) {
    this.#clock = clock;
    this.#journal = journal;
    this.#log = log;
    this.#metrics = metrics;
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

  async #commit(rooms: readonly LiveRoom[]): Promise<boolean> {
    const batch: JournalFrame[] = [];
    for (const room of rooms) {
      const { frame } = room;
      if (frame !== undefined) batch.push(frame);
    }
    try {
      const committing = batch.length > 0 ? this.#journal.commit(batch) : undefined;
      if (committing !== undefined) await committing;
    } catch (error) {
      this.#log.error(
        { err: error, rooms: rooms.map(({ id }) => id) },
        'the journal could not be written: these rooms end',
      );
      for (const room of rooms) room.failUnwritten();
      return false;
    }
    for (const room of rooms) room.committed();
    return true;
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

function stepsOf(rooms: readonly LiveRoom[]): (Step<Entry> | Step<BotEntry>)[] {
  const steps: (Step<Entry> | Step<BotEntry>)[] = [];
  for (const room of rooms) room.addSteps(steps);
  return steps;
}
