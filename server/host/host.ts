/** Ticks all live rooms of the process: collect, journal, step, release. */
import { threadCpuUsage } from '../thread-cpu.ts';
import type { JournalStore } from '../journal/store.ts';
import type { CodePart, ActivityRecord } from '../liveness/activity-record.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { JournalCommits } from './journal-commits.ts';
import type { LiveRoom } from './live-room.ts';
import { Pacer, type PacerClock } from './ticks/pacer.ts';
import { RoomStepper } from './room-stepper.ts';
import { callingOf } from './running-code.ts';

export interface HostParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a failed commit is retried (30 s). Rooms are paused meanwhile. */
  readonly retryMs?: number;
  /** Rooms were paused for this much longer, which counts against no client. */
  readonly stalled?: (ms: number) => void;
  /** The journal could not be written for all that time: all connections were closed, and nothing ticks any more. */
  readonly lost?: (problem: Error) => void;
  /** Records what runs, in case that the process crashes. */
  readonly activity?: ActivityRecord | undefined;
}

const PATIENCE_MS = 30_000;
/** Ticks that are overdue for this long are a fault, which the health page reports. */
const STILL_MS = 1_000;

export class Host {
  readonly #commits: JournalCommits;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: PacerClock;
  readonly #pacer: Pacer<LiveRoom>;
  readonly #stepping: RoomStepper;
  readonly #rooms = new Map<string, LiveRoom>();
  #lostMs = 0;
  #tickCpuMs = 0;

  constructor(parts: HostParts) {
    const { clock, journal, log, metrics, activity, retryMs = PATIENCE_MS } = parts;
    this.#clock = clock;
    this.#log = log;
    this.#metrics = metrics;
    const events = {
      late: (rooms: number) => metrics.ticksLate(rooms),
      lost: (rooms: number, lostMs: number) => {
        this.#lostMs += rooms * lostMs;
        metrics.timeLost(rooms, lostMs);
      },
      failed: (error: unknown) => this.#stray(error, 'tick failed'),
    };
    this.#pacer = new Pacer(clock, (due) => this.#tick(due), { events });
    this.#stepping = new RoomStepper({
      now: () => clock.now(),
      activity,
      fail: (...failure) => this.#fail(...failure),
    });
    this.#commits = new JournalCommits({
      ...{ clock, journal, log, patienceMs: retryMs },
      rooms: () => this.#rooms.values(),
      guard: (room, body) => this.#guard(room, body),
      stalled: (ms) => parts.stalled?.(ms),
      resumed: () => this.#pacer.skipMissed(),
      lost: (problem) => {
        // It waits for the tick that is running.
        void this.#pacer.stop();
        parts.lost?.(problem);
      },
    });
  }

  get rooms(): ReadonlyMap<string, LiveRoom> {
    return this.#rooms;
  }

  /** Match time that all rooms together have lost for good, in ms. */
  get lostMs(): number {
    return this.#lostMs;
  }

  /** CPU time of the main thread that ticks have taken so far. */
  get tickCpuMs(): number {
    return this.#tickCpuMs;
  }

  /** Why the journal cannot be written, so that rooms are paused or none can be opened; undefined: it can. */
  get unwritable(): string | undefined {
    return this.#commits.trouble;
  }

  /**
   * Opens a match, unless the journal cannot be written.
   *
   * @throws JournalProblem, and whatever `open` throws
   */
  begin<T>(open: () => T): T {
    return this.#commits.begin(open);
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

  /** Steps the room alone, as long as it is suspected of having crashed the last process. */
  isolate(room: LiveRoom): void {
    this.#stepping.isolate(room);
  }

  /** The room is not suspected any more. */
  trust(room: LiveRoom): void {
    this.#stepping.release(room);
  }

  /** The part of a match whose code is running; undefined: none. */
  get calling(): CodePart | undefined {
    for (const room of this.#rooms.values()) {
      const calling = callingOf(room);
      if (calling !== undefined) return calling;
    }
    return undefined;
  }

  /** Why rooms do not tick that are due; undefined: all do. */
  get standstill(): string | undefined {
    // That the journal cannot be written is no fault of a room, and a restart would not help.
    const overdueMs = this.unwritable === undefined ? this.#pacer.overdueMs : 0;
    const stuck = this.#stepping.stuck(this.#clock.now(), overdueMs < STILL_MS ? STILL_MS : 0);
    if (stuck !== undefined) {
      const rooms = stuck.rooms.map(({ id, match }) => `${id} (${match.game.name}, tick ${match.tick})`);
      return `a tick has not ended for ${(stuck.ms / 1000).toFixed(1)} s: ${rooms.join(', ')}`;
    }
    return overdueMs < STILL_MS ? undefined : `ticks are due for ${(overdueMs / 1000).toFixed(1)} s`;
  }

  /** To be called regularly: fails rooms whose step never ends. False: the rooms are not the reason. */
  review(): boolean {
    return this.#stepping.review(this.#clock.now());
  }

  /** Stops ticking. */
  stop(): Promise<void> {
    this.#commits.stop();
    return this.#pacer.stop();
  }

  async #tick(due: readonly LiveRoom[]): Promise<void> {
    const startMs = this.#clock.now();
    const cpu = threadCpuUsage();
    const rooms: LiveRoom[] = [];
    for (const room of due) {
      // Spectators with a delay see the match to its end.
      if (room.over) this.#guard(room, () => void room.delayed?.drain());
      else if (this.#guard(room, () => room.collect(startMs))) rooms.push(room);
    }
    try {
      if (await this.#commits.write(rooms)) await this.#stepping.step(rooms);
    } catch (error) {
      for (const room of rooms) this.#fail(room, 'tick failed', error);
    }
    this.#metrics.ticked(this.#clock.now() - startMs);
    const { user, system } = threadCpuUsage(cpu);
    this.#tickCpuMs += (user + system) / 1_000;
  }

  /** An error in one room fails that room alone. */
  #guard(room: LiveRoom, body: () => void): boolean {
    try {
      body();
      return true;
    } catch (error) {
      this.#fail(room, 'tick failed', error);
      return false;
    }
  }

  /** A fault of the host, not of a script: the state of the room is not known any more. */
  #fail(room: LiveRoom, what: string, cause?: unknown): void {
    try {
      room.fail(new Error(what, { cause }));
    } catch (error) {
      this.#stray(error, `room ${room.id} could not be closed`);
    }
    if (room.over) return;
    // The fault may come back, and must not in every tick.
    room.dispose();
    this.remove(room);
  }

  #stray(error: unknown, what: string): void {
    try {
      this.#metrics.strayError();
      this.#log.error({ err: error }, what);
    } catch {
      // There is nobody left to report it to, and the rooms go on.
    }
  }
}
