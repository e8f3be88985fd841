/** What all players of a load have done so far, counted in memory that their threads share. */
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
  /** Frames that were under way when their line broke: they are lost, and a later one takes their place. */
  'framesCut',
  'patches',
  'bytesIn',
  'bytesOut',
  'drops',
  'reconnects',
  /** Players who went and others who came, or whole tables. */
  'turnovers',
  /** Those who found a table full or closed, where that may be. */
  'turnedAway',
  'errors',
  /** Ticks of the players themselves, and those of them that began a whole tick late. */
  'ticks',
  'lateTicks',
  // What must not be.
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

/** What is lost is never to be: each with the words for it. */
export const LOSSES = {
  lostMessages: 'messages without a reply',
  forgottenMessages: 'messages that were accepted and are not known any more',
  doubledMessages: 'messages that counted twice',
  deniedMessages: 'messages that were refused and counted all the same',
  lostSeats: 'seats that were not found again, or not the same',
  lostMatches: 'matches that were voided or failed',
  lostFrames: 'input frames that no patch has acknowledged',
  setbacks: 'states that went back',
  missing: 'players who did not come back',
} as const satisfies Partial<Record<CounterName, string>>;
export type LossName = keyof typeof LOSSES;

export type Counts = Readonly<Record<CounterName, number>>;

export class Counters {
  /** For another thread to count in. */
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

/** How long things took, in µs. Threads that are given the same ones record in the same memory. */
export interface LoadTimes {
  /** From asking for a seat to the table's greeting and its state. */
  readonly joins: RecordableHistogram;
  /** From a message to its reply, where the line stayed up. */
  readonly replies: RecordableHistogram;
  /** From an input frame to the patch that acknowledges it. */
  readonly frames: RecordableHistogram;
  /** From the break of a line, or the end of the server, to the table's next greeting. */
  readonly returns: RecordableHistogram;
}

/** What is longer than this counts as this. */
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
