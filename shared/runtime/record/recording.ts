/** The recording of a match: what entered at which tick, and what its script did, so that a replay can be verified. */
import type { Entry, StartFrame } from './entries.ts';

/** A hash of the state and the random stream at the end of a tick. */
export interface StateHash {
  /** 32 bits over everything. */
  readonly hash: number;
  /** A one-byte hash of each top-level field of the state, in the order of the schema, and one of the random stream. */
  readonly fields: Uint8Array;
}

/** What a script did in one tick. */
export interface Trace {
  /** The tick. */
  readonly tick: number;
  /** The verbs that were called, in order, up to `TRACED_CALLS`. */
  readonly verbs: readonly string[];
  /** The number of calls. */
  readonly calls: number;
  /** Once a second, and at the end. */
  readonly stateHash?: StateHash;
}

/** One tick in which something entered, or the script did something. */
export interface Frame {
  /** The tick. */
  readonly tick: number;
  /** What entered in it, in order. */
  readonly entries: readonly Entry[];
  /** What the script did in it; undefined where that was not recorded. */
  readonly trace?: Trace;
}

/** How a recorded match ended. */
export interface RecordedEnd {
  /** abandoned: all players had left · voided: it could not be recovered with the current code. */
  readonly kind: 'finished' | 'failed' | 'abandoned' | 'voided';
  /** For people. */
  readonly reason?: string;
}

/** A whole match, or one so far. */
export interface Recording {
  /** What the match was built from. */
  readonly start: StartFrame;
  /** Ascending by tick; ticks in which nothing happened have no frame. */
  readonly frames: readonly Frame[];
  /** The last tick of the match. */
  readonly lastTick: number;
  /** Undefined while the match runs. */
  readonly end?: RecordedEnd;
}
