/** How busy the process is, and whether one more room fits: asked before rooms are late, since none of them can be slowed down. */
import { LIMITS } from '../host/limits.ts';

/** What is known of a running room. */
export interface MeasuredRoom {
  readonly tickRate: number;
  readonly match: {
    readonly tick: number;
    readonly seatCount: number;
    readonly players: readonly unknown[];
  };
}

/** What a room is going to be. */
export interface RoomPlan {
  readonly seats: number;
  readonly tickRate: number;
}

/** What is measured about once a second. */
export interface LoadSample {
  /**
   * The share of a core that rooms used on the main thread. Not how busy the event loop was: where other processes take the core, that counts the time in
   * which it waited for it, and every seat would look dear. Rooms that wait lose match time, which is looked at for itself.
   */
  readonly busy: number;
  /** Match time that all rooms together have lost for good so far. */
  readonly lostMs: number;
  readonly memoryBytes: number;
}

/** busy: its rooms could be late · late: they lose match time · memory: it has no more of it */
export type FullReason = 'busy' | 'late' | 'memory';

export interface LoadParts {
  readonly rooms: () => Iterable<MeasuredRoom>;
  readonly sample: () => LoadSample;
  /** The share of the main thread that rooms may take; Infinity: any, late or not. */
  readonly busyShare: number;
  readonly memoryBytes: number;
}

const SAMPLE_MS = 1_000;
/** A time that is as short tells nothing. */
const MIN_SAMPLE_MS = 100;
/** How much a new sample counts against those before it. */
const WEIGHT = 0.4;

export class ServerLoad {
  readonly #parts: LoadParts;
  #busy = 0;
  #late = 0;
  #memoryBytes = 0;
  #lostMs = 0;
  /** What a seat that is taken costs in each tick of its room, in ms of the main thread. */
  #costMs: number = LIMITS.seatTickMs;

  constructor(parts: LoadParts) {
    this.#parts = parts;
  }

  /** Measures from now on. Returns the way out. */
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
    // Where few sit, it is other things that make it busy.
    if (seatTicks < LIMITS.seatTicksToMeasure) return;
    const cost = Math.min(LIMITS.maxSeatTickMs, Math.max(LIMITS.seatTickMs, (this.#busy * 1_000) / seatTicks));
    this.#costMs += (cost - this.#costMs) * WEIGHT;
  }

  /**
   * Why a room of so many seats, at so many ticks a second, would be too much; undefined: it fits.
   *
   * @param isFirst of those who want it, who have none yet
   */
  whyFull(plan: RoomPlan, isFirst: boolean): FullReason | undefined {
    const { busyShare, memoryBytes } = this.#parts;
    if (this.#memoryBytes > memoryBytes) return 'memory';
    if (busyShare === Infinity) return undefined;
    if (this.#late > LIMITS.lateShare) return 'late';
    let expected = this.#shareOf(plan.seats * plan.tickRate);
    for (const room of this.#parts.rooms()) {
      // What is free in a young room is not measured yet: soon people or bots sit there.
      if (isYoung(room)) expected += this.#shareOf((room.match.seatCount - room.match.players.length) * room.tickRate);
    }
    const bound = isFirst ? busyShare : busyShare * (1 - LIMITS.firstRoomShare);
    return this.#busy + expected > bound ? 'busy' : undefined;
  }

  /**
   * Whether some rooms and one more that is planned would take more than one address may. It counts what a seat costs at least, whatever it costs now:
   * a class of a known size has its tables at any time.
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

/** Samples of this process, to be called on its main thread. */
export function processSampler(host: { readonly lostMs: number; readonly tickCpuMs: number }): () => LoadSample {
  let last = { atMs: performance.now(), usage: process.threadCpuUsage(), tickCpuMs: 0 };
  return () => {
    const atMs = performance.now();
    const { user, system } = process.threadCpuUsage(last.usage);
    const ms = atMs - last.atMs;
    const { lostMs, tickCpuMs } = host;
    // A flood of requests uses the thread, too. Requests wait while rooms tick, and are no reason to keep a new one away.
    const usedMs = Math.min((user + system) / 1_000, (tickCpuMs - last.tickCpuMs) * LIMITS.tickOverhead);
    last = { atMs, usage: process.threadCpuUsage(), tickCpuMs };
    return { busy: ms < MIN_SAMPLE_MS ? 0 : usedMs / ms, lostMs, memoryBytes: process.memoryUsage.rss() };
  };
}
