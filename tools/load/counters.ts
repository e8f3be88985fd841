/** What all players of a load have done so far, counted in memory shared by their threads. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const FIELDS = [
  /** Now. */
  'playing',
  'rooms',
  'joins',
  'messages',
  'replies',
  'refused',
  'frames',
  /** Frames under way when their connection broke: a later one takes their place. */
  'framesCut',
  'patches',
  'bytesIn',
  'bytesOut',
  'drops',
  'reconnects',
  /** Players, or whole tables, that were replaced. */
  'turnovers',
  /** Players who found a table full or closed where that is allowed. */
  'turnedAway',
  'errors',
  /** Ticks of the players, and those that began a whole tick late. */
  'ticks',
  'lateTicks',
  // Losses: these must stay 0.
  'lostMessages',
  'forgottenMessages',
  'doubledMessages',
  'deniedMessages',
  'lostSeats',
  'lostMatches',
  'lostFrames',
  'setbacks',
  'missing',
] as const;
export type CounterName = (typeof FIELDS)[number];

/** Losses, with their descriptions. */
export const LOSSES = {
  lostMessages: 'messages without a reply',
  forgottenMessages: 'messages that were accepted and forgotten',
  doubledMessages: 'messages that counted twice',
  deniedMessages: 'messages that were refused and counted',
  lostSeats: 'seats that were not found again, or not the same',
  lostMatches: 'matches that were voided or failed',
  lostFrames: 'input frames that no patch has acknowledged',
  setbacks: 'states that went back',
  missing: 'players who did not come back',
} as const satisfies Partial<Record<CounterName, string>>;
export type LossName = keyof typeof LOSSES;

export type Counts = Readonly<Record<CounterName, number>>;

export class Counters {
  /** To be shared with other threads. */
  readonly memory: SharedArrayBuffer;
  readonly #counts: BigInt64Array;

  constructor(memory = new SharedArrayBuffer(FIELDS.length * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#counts = new BigInt64Array(memory);
  }

  add(field: CounterName, count = 1): void {
    Atomics.add(this.#counts, FIELDS.indexOf(field), BigInt(count));
  }

  read(): Counts {
    const entries = FIELDS.map((field, index) => [field, Number(Atomics.load(this.#counts, index))] as const);
    return Object.fromEntries(entries) as Record<CounterName, number>;
  }
}

/** Histograms in µs. Threads that are given the same ones record in the same memory. */
export interface LoadTimes {
  /** From the request for a seat to the welcome and the state. */
  readonly joins: RecordableHistogram;
  /** From a message to its reply, while the connection stayed up. */
  readonly replies: RecordableHistogram;
  /** From an input frame to the patch that acknowledges it. */
  readonly frames: RecordableHistogram;
  /** From the break of a connection, or the end of the server, to the next welcome. */
  readonly returns: RecordableHistogram;
}

/** Longer times count as this. */
const LONGEST_US = 600_000_000;

export function newHistogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: LONGEST_US, figures: 3 });
}

export function newTimes(): LoadTimes {
  return { joins: newHistogram(), replies: newHistogram(), frames: newHistogram(), returns: newHistogram() };
}

export function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1_000))));
}
