/** A match as written down: what entered at which tick, and what its script did, so that a replay can be told from the match. */
import type { Entry, StartFrame } from './entries.ts';

/** What the state and the random stream were at the end of a tick. */
export interface StateHash {
  /** 32 bits over everything. */
  readonly hash: number;
  /** One byte for each top-level field of the state, in the order of the schema, and one for the random stream: which differ? */
  readonly fields: Uint8Array;
}

/** What a script did in one tick. */
export interface Trace {
  readonly tick: number;
  /** The verbs that were called, in order: the first `TRACED_CALLS` of them. */
  readonly verbs: readonly string[];
  /** How many calls there were. */
  readonly calls: number;
  /** Once a second, and at the end. */
  readonly stateHash?: StateHash;
}

/** One tick in which something entered, or the script did something. */
export interface Frame {
  readonly tick: number;
  readonly entries: readonly Entry[];
  readonly trace?: Trace;
}

/** How a recorded match ended. */
export interface RecordedEnd {
  /** abandoned: everybody had gone · voided: it could not be carried over to new code. */
  readonly kind: 'finished' | 'failed' | 'abandoned' | 'voided';
  /** For people. */
  readonly reason?: string;
}

/** A whole match, or as much of it as there is. */
export interface Recording {
  readonly start: StartFrame;
  /** Ascending by tick; ticks in which nothing happened have no frame. */
  readonly frames: readonly Frame[];
  /** How far the match had ticked. */
  readonly lastTick: number;
  /** Undefined while it goes on. */
  readonly end?: RecordedEnd;
}
