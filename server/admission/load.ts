/** Measures how busy the process is, and whether one more room fits: decided before rooms are late, since none can be slowed down. */
import { threadCpuUsage } from '../thread-cpu.ts';
import { LIMITS } from '../host/limits.ts';

/** What is measured of a running room. */
export interface MeasuredRoom {
  readonly tickRate: number;
  readonly match: {
    readonly tick: number;
    readonly seatCount: number;
    readonly players: readonly unknown[];
  };
}

/** The size of a room to be opened. */
export interface RoomPlan {
  readonly seats: number;
  readonly tickRate: number;
}

/** Measured about once a second. */
export interface LoadSample {
  /**
   * The share of a core that rooms used on the main thread. Event loop utilization would be wrong: where other processes take the core, it counts
   * the wait for it, and every seat would seem expensive. Rooms that wait lose match time, which is measured separately.
   */
  readonly busy: number;
  /** Match time that all rooms together have lost so far. */
  readonly lostMs: number;
  readonly memoryBytes: number;
}

/** busy: its rooms could be late · late: rooms lose match time · memory: too little is left */
export type FullReason = 'busy' | 'late' | 'memory';

export interface LoadParts {
  readonly rooms: () => Iterable<MeasuredRoom>;
  readonly sample: () => LoadSample;
  /** The share of the main thread that rooms may take; Infinity: no limit. */
  readonly busyShare: number;
  readonly memoryBytes: number;
}

const SAMPLE_MS = 1_000;
/** Shorter times mean nothing. */
const MIN_SAMPLE_MS = 100;
/** The weight of a new sample. */
const WEIGHT = 0.4;

export class ServerLoad {
  readonly #parts: LoadParts;
  #busy = 0;
  #late = 0;
  #memoryBytes = 0;
  #lostMs = 0;
  /** The cost of a taken seat in each tick, in ms of the main thread. */
  #costMs: number = LIMITS.seatTickMs;

  constructor(parts: LoadParts) {
    this.#parts = parts;
  }

  /** Measures from here on. Returns what ends that. */
  start(): () => void {
    this.look();
    const timer = setInterval(() => this.look(), SAMPLE_MS).unref();
    return () => clearInterval(timer);
  }

  /** To be called once a second. */
  look(): void {
    const { busy, lostMs, memoryBytes } = this.#parts.sample();
    let seatTicks = 0;
    let rooms = 0;
    for (const { tickRate, match } of this.#parts.rooms()) {
      rooms++;
      seatTicks += tickRate * match.players.length;
    }
    this.#busy += (busy - this.#busy) * WEIGHT;
    const late = (lostMs - this.#lostMs) / (Math.max(1, rooms) * SAMPLE_MS);
    this.#late += (late - this.#late) * WEIGHT;
    this.#lostMs = lostMs;
    this.#memoryBytes = memoryBytes;
    // With few seats taken, other work makes the process busy.
    if (seatTicks < LIMITS.seatTicksToMeasure) return;
    const cost = Math.min(LIMITS.maxSeatTickMs, Math.max(LIMITS.seatTickMs, (this.#busy * 1_000) / seatTicks));
    this.#costMs += (cost - this.#costMs) * WEIGHT;
  }

  /**
   * Why a room would be too much; undefined: it fits.
   *
   * @param isFirst the address has no room yet
   */
  whyFull(plan: RoomPlan, isFirst: boolean): FullReason | undefined {
    const { busyShare, memoryBytes } = this.#parts;
    if (this.#memoryBytes > memoryBytes) return 'memory';
    if (busyShare === Infinity) return undefined;
    if (this.#late > LIMITS.lateShare) return 'late';
    let expected = this.#shareOf(plan.seats * plan.tickRate);
    for (const room of this.#parts.rooms()) {
      // The cost of free seats in a young room is not measured yet: players or bots will take them.
      if (isYoung(room)) expected += this.#shareOf((room.match.seatCount - room.match.players.length) * room.tickRate);
    }
    const bound = isFirst ? busyShare : busyShare * (1 - LIMITS.firstRoomShare);
    return this.#busy + expected > bound ? 'busy' : undefined;
  }

  /**
   * Whether the rooms of one address and a planned one would exceed its share. Seats count with their lowest cost, whatever they cost now:
   * so a class of a known size gets its rooms at any time.
   */
  isMoreThanOnesShare(rooms: Iterable<MeasuredRoom>, plan: RoomPlan): boolean {
    let seatTicks = plan.seats * plan.tickRate;
    for (const room of rooms) {
      const { seatCount, players } = room.match;
      seatTicks += (isYoung(room) ? seatCount : players.length) * room.tickRate;
    }
    return (seatTicks * LIMITS.seatTickMs) / 1_000 > this.#parts.busyShare * LIMITS.addressShare;
  }

  #shareOf(seatTicks: number): number {
    return (seatTicks * this.#costMs) / 1_000;
  }
}

function isYoung({ match, tickRate }: MeasuredRoom): boolean {
  return match.tick * 1_000 < LIMITS.youngRoomMs * tickRate;
}

/** Samples this process; to be called on its main thread. */
export function processSampler(host: { readonly lostMs: number; readonly tickCpuMs: number }): () => LoadSample {
  let last = { atMs: performance.now(), usage: threadCpuUsage(), tickCpuMs: 0 };
  return () => {
    const atMs = performance.now();
    const { user, system } = threadCpuUsage(last.usage);
    const ms = atMs - last.atMs;
    const { lostMs, tickCpuMs } = host;
    // Requests use the thread, too. They wait while rooms tick, so they are no reason to refuse a room.
    const usedMs = Math.min((user + system) / 1_000, (tickCpuMs - last.tickCpuMs) * LIMITS.tickOverhead);
    last = { atMs, usage: threadCpuUsage(), tickCpuMs };
    return { busy: ms < MIN_SAMPLE_MS ? 0 : usedMs / ms, lostMs, memoryBytes: process.memoryUsage.rss() };
  };
}
