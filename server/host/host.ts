/** Ticks all live rooms of the process: collect, journal, step, release. */
import type { JournalFrame, JournalStore } from '../journal/store.ts';
import type { Part, RunMark } from '../liveness/mark.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { LiveRoom } from './live-room.ts';
import { Pacer, type PacerClock } from './pacer.ts';
import { Stepping } from './stepping.ts';
import { callingOf } from './whose.ts';

export interface HostParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Names what runs, should the process end. */
  readonly mark?: RunMark | undefined;
}

/** Ticks that have not come for so long are a fault, which the health page tells. */
const STILL_MS = 1_000;

export class Host {
  readonly #journal: JournalStore;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: PacerClock;
  readonly #pacer: Pacer<LiveRoom>;
  readonly #stepping: Stepping;
  readonly #rooms = new Map<string, LiveRoom>();

  constructor({ clock, journal, log, metrics, mark }: HostParts) {
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
    this.#stepping = new Stepping({ now: () => clock.now(), mark, fail: (...failure) => this.#fail(...failure) });
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
    this.#stepping.release(room);
    this.#rooms.delete(room.id);
  }

  /** Steps the room for itself, for as long as it may be what ended the last process. */
  isolate(room: LiveRoom): void {
    this.#stepping.isolate(room);
  }

  /** The room is one like all others. */
  trust(room: LiveRoom): void {
    this.#stepping.release(room);
  }

  /** The part of a match whose code is calling; undefined: none. */
  get calling(): Part | undefined {
    for (const room of this.#rooms.values()) {
      const calling = callingOf(room);
      if (calling !== undefined) return calling;
    }
    return undefined;
  }

  /** Why rooms stand still that are due; undefined where none does. */
  get standstill(): string | undefined {
    const stuck = this.#stepping.stuck(this.#clock.now(), STILL_MS);
    if (stuck !== undefined) {
      const rooms = stuck.rooms.map(({ id, match }) => `${id} (${match.game.name}, tick ${match.tick})`);
      return `a tick has not ended for ${(stuck.ms / 1000).toFixed(1)} s: ${rooms.join(', ')}`;
    }
    const overdueMs = this.#pacer.overdueMs;
    return overdueMs < STILL_MS ? undefined : `ticks are due for ${(overdueMs / 1000).toFixed(1)} s`;
  }

  /** To be called now and then: gives up what stands still for good. False: that is more than rooms. */
  review(): boolean {
    return this.#stepping.review(this.#clock.now());
  }

  /** Ticks no more. */
  stop(): Promise<void> {
    return this.#pacer.stop();
  }

  async #tick(due: readonly LiveRoom[]): Promise<void> {
    const startMs = this.#clock.now();
    const rooms: LiveRoom[] = [];
    for (const room of due) if (!room.over && this.#guard(room, () => room.collect(startMs))) rooms.push(room);
    if (await this.#commit(rooms)) await this.#stepping.step(rooms);
    this.#metrics.ticked(this.#clock.now() - startMs);
  }

  /** What goes wrong with one room costs that one. */
  #guard(room: LiveRoom, body: () => void): boolean {
    try {
      body();
      return true;
    } catch (error) {
      this.#fail(room, 'the tick failed', error);
      return false;
    }
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
    for (const room of rooms) this.#guard(room, () => room.committed());
    return true;
  }

  /** A fault of ours, not of a script: nobody knows how far this room has come. */
  #fail(room: LiveRoom, what: string, cause?: unknown): void {
    try {
      room.fail(new Error(what, { cause }));
    } catch (error) {
      this.#stray(error, `room ${room.id} could not be closed`);
    }
    if (room.over) return;
    // What went wrong may go wrong again, and must not in every tick.
    room.dispose();
    this.remove(room);
  }

  #stray(error: unknown, what: string): void {
    try {
      this.#metrics.strayError();
      this.#log.error({ err: error }, what);
    } catch {
      // Nobody can be told, and the rooms go on.
    }
  }
}
