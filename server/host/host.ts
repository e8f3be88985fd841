/** Ticks all live rooms of the process: collect, journal, step, release. */
import { stepMatches, type BotEntry, type Entry, type Step } from '../../shared/runtime/index.ts';
import type { JournalStore } from '../journal/store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Commits } from './commits.ts';
import type { LiveRoom } from './live-room.ts';
import { Pacer, type PacerClock } from './pacer.ts';

export interface HostParts {
  readonly clock: PacerClock;
  readonly journal: JournalStore;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a commit that fails is tried again (30 s). Rooms stand still meanwhile. */
  readonly patienceMs?: number;
  /** So much more time has passed in which rooms stood still for the journal: it counts against nobody. */
  readonly stoodStill?: (ms: number) => void;
  /** The journal could not be written for all that time: rooms have let their clients go, and nothing ticks any more. */
  readonly lost?: (problem: Error) => void;
}

const PATIENCE_MS = 30_000;

export class Host {
  readonly #commits: Commits;
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: PacerClock;
  readonly #pacer: Pacer<LiveRoom>;
  readonly #rooms = new Map<string, LiveRoom>();

  constructor({ clock, journal, log, metrics, patienceMs = PATIENCE_MS, stoodStill, lost }: HostParts) {
    this.#clock = clock;
    this.#log = log;
    this.#metrics = metrics;
    const events = {
      late: (rooms: number) => metrics.ticksLate(rooms),
      lost: (rooms: number, lostMs: number) => metrics.timeLost(rooms, lostMs),
      failed: (error: unknown) => this.#stray(error, 'the tick failed'),
    };
    this.#pacer = new Pacer(clock, (due) => this.#tick(due), { events });
    this.#commits = new Commits({
      ...{ clock, journal, log, patienceMs },
      rooms: () => this.#rooms.values(),
      stoodStill: (ms) => stoodStill?.(ms),
      goOn: () => this.#pacer.forgo(),
      lost: (problem) => {
        // It waits for the tick that is being made.
        void this.#pacer.stop();
        lost?.(problem);
      },
    });
  }

  get rooms(): ReadonlyMap<string, LiveRoom> {
    return this.#rooms;
  }

  /** Why the journal cannot be written now, so that rooms stand still or none can be opened; undefined: it can. */
  get unwritable(): string | undefined {
    return this.#commits.trouble;
  }

  /**
   * Begins a match: while the journal cannot be written none does.
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
    this.#rooms.delete(room.id);
  }

  /** Ticks no more. */
  stop(): Promise<void> {
    this.#commits.stop();
    return this.#pacer.stop();
  }

  async #tick(due: readonly LiveRoom[]): Promise<void> {
    const startMs = this.#clock.now();
    const rooms = due.filter((room) => !room.over);
    try {
      for (const room of rooms) room.collect(startMs);
      if (await this.#commits.write(rooms)) {
        await stepMatches(stepsOf(rooms));
        for (const room of rooms) this.#release(room);
      }
    } catch (error) {
      // A fault of ours, not of a script: nobody knows how far these rooms have come.
      this.#failAll(rooms, 'the tick failed', error);
    }
    this.#metrics.ticked(this.#clock.now() - startMs);
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
