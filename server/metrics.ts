/** Metrics for Prometheus. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FullReason } from './admission/load.ts';
import type { RefusalCode } from '../shared/wire.ts';
import type { HeldResource, RatedResource } from './host/limits.ts';

/** Why a socket was cut: it or its address sent too much, no seat in time, no answer to pings, or too much unread. */
export type CutReason = 'flood' | 'address' | 'no-seat' | 'silent' | 'unread';

/** Counted when the metrics are read. */
export interface Census {
  rooms: number;
  humans: number;
  bots: number;
  watchers: number;
  liveTasks: number;
}

export class Metrics {
  readonly registry = new Registry();
  readonly #tickSeconds = new Histogram({
    name: 'greenroom_tick_seconds',
    help: 'Time from collecting a batch of rooms to its release',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [this.registry],
  });
  readonly #lateTicks = this.#counter(
    'greenroom_late_ticks_total',
    'Ticks of rooms that began a whole tick or more late',
  );
  readonly #lostSeconds = this.#counter('greenroom_lost_seconds_total', 'Match time that rooms lost for good');
  readonly #droppedInputs = this.#counter(
    'greenroom_dropped_inputs_total',
    'Input frames that never entered a match: too many, or too late',
  );
  readonly #overflows = this.#counter('greenroom_queue_overflows_total', 'Messages refused because a queue was full');
  readonly #roomsFailed = this.#counter('greenroom_rooms_failed_total', 'Rooms that an error has ended');
  readonly #roomsRecovered = this.#counter('greenroom_rooms_recovered_total', 'Rooms that came back after a restart');
  readonly #strayErrors = this.#counter('greenroom_stray_errors_total', 'Errors that no room could be blamed for');
  readonly #refusals = this.#counter(
    'greenroom_refusals_total',
    'Messages, answers and joins that were refused',
    'code',
  );
  readonly #addressRefusals = this.#counter(
    'greenroom_address_refusals_total',
    'What was refused because an address had its share of it already',
    'resource',
  );
  readonly #socketsCut = this.#counter('greenroom_sockets_cut_total', 'WebSockets that were cut off', 'reason');
  readonly #operatorRefusals = this.#counter(
    'greenroom_operator_refusals_total',
    'Tries to open the pages of operators that were refused: with a wrong password, or because there were too many',
    'why',
  );
  readonly #roomRefusals = this.#counter(
    'greenroom_room_refusals_total',
    'Rooms that were refused: the server is busy, late, out of memory or of rooms, or one address has its share',
    'reason',
  );
  readonly #unusedRooms = this.#counter('greenroom_unused_rooms_total', 'Rooms that closed and nobody had ever joined');
  readonly #unattendedRooms = this.#counter(
    'greenroom_unattended_rooms_total',
    'Rooms that ended because bots played there and no person sat with them',
  );
  readonly #codeBlocks = this.#counter(
    'greenroom_code_blocks_total',
    'Addresses that were blocked for trying codes of rooms that do not exist',
  );
  readonly #effects = this.#counter('greenroom_effects_total', 'Effects that have ended', 'outcome');

  /**
   * @param census counts rooms and their members
   * @param linesLeftOut counts suppressed lines of the log
   */
  constructor(census: () => Census, linesLeftOut: () => number = () => 0) {
    // A finer resolution costs more of the event loop itself.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    this.#gauge('greenroom_rooms', 'Live rooms', () => census().rooms);
    this.#gauge('greenroom_live_tasks', 'Running tasks of all scripts', () => census().liveTasks);
    this.registry.registerMetric(
      new Counter({
        name: 'greenroom_log_lines_suppressed_total',
        help: 'Lines left out of the log: too many of their kind in a minute',
        registers: [],
        collect() {
          this.reset();
          this.inc(linesLeftOut());
        },
      }),
    );
    const players = new Gauge({
      name: 'greenroom_players',
      help: 'Those in rooms, by kind',
      labelNames: ['kind'],
      registers: [this.registry],
      collect() {
        const { humans, bots, watchers } = census();
        players.set({ kind: 'human' }, humans);
        players.set({ kind: 'bot' }, bots);
        players.set({ kind: 'watcher' }, watchers);
      },
    });
  }

  ticked(ms: number): void {
    this.#tickSeconds.observe(ms / 1000);
  }

  ticksLate(rooms: number): void {
    this.#lateTicks.inc(rooms);
  }

  timeLost(rooms: number, lostMs: number): void {
    this.#lostSeconds.inc((rooms * lostMs) / 1000);
  }

  inputsDropped(frames: number): void {
    this.#droppedInputs.inc(frames);
  }

  refused(code: RefusalCode): void {
    this.#refusals.inc({ code });
  }

  addressRefused(resource: HeldResource | RatedResource): void {
    this.#addressRefusals.inc({ resource });
  }

  socketCut(reason: CutReason): void {
    this.#socketsCut.inc({ reason });
  }

  operatorRefused(why: 'wrong' | 'too-many'): void {
    this.#operatorRefusals.inc({ why });
  }

  roomRefused(reason: FullReason | 'rooms' | 'share'): void {
    this.#roomRefusals.inc({ reason });
  }

  roomUnused(): void {
    this.#unusedRooms.inc();
  }

  roomUnattended(): void {
    this.#unattendedRooms.inc();
  }

  codesBlocked(): void {
    this.#codeBlocks.inc();
  }

  queueOverflowed(): void {
    this.#overflows.inc();
  }

  roomFailed(): void {
    this.#roomsFailed.inc();
  }

  roomsRecovered(rooms: number): void {
    this.#roomsRecovered.inc(rooms);
  }

  effectEnded(outcome: 'done' | 'failed'): void {
    this.#effects.inc({ outcome });
  }

  strayError(): void {
    this.#strayErrors.inc();
  }

  #counter<Label extends string = never>(name: string, help: string, ...labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, measure: () => number): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(measure());
      },
    });
  }
}
