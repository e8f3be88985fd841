/** The interface of a journal store: what every store does, whatever it stores to. */
import type {
  DataBackend,
  Entry,
  Frame,
  RecordedEnd,
  Recording,
  StartFrame,
  Trace,
} from '../../shared/runtime/host.ts';

/** A store's number for an open match. */
export type Slot = number;

/** Written when a match begins. */
export interface MatchRecord {
  readonly start: StartFrame;
  /** The code of its room. */
  readonly room: string;
  /** Not in the public list. */
  readonly private: boolean;
  /** The shape of the state: returning clients keep their decoders, which have to fit. */
  readonly reflection: string;
}

/** What enters one match in one tick, and what its script did in an earlier tick. */
export interface JournalFrame {
  readonly slot: Slot;
  /** The tick that the entries enter; the match has not stepped it yet. Frames of one tick add up. */
  readonly tick: number;
  /** In order of arrival. Often empty: then the frame only says how far the match has ticked. */
  readonly entries: readonly Entry[];
  readonly trace?: Trace;
}

/** A match that was open when its process ended. */
export interface UnfinishedMatch {
  readonly slot: Slot;
  readonly record: MatchRecord;
  /** Its last tick. */
  readonly lastTick: number;
  /** The last checkpoint, as its host wrote it. */
  readonly checkpoint: { readonly tick: number; readonly bytes: Uint8Array } | undefined;
  /** Recoveries that were begun and not finished. */
  readonly attempts: number;
  /** How often it was recovered. */
  readonly recoveries: number;
  /** Its last ticks were lost: it is recovered as it was before them. */
  readonly lost?: boolean;
}

interface ProblemOptions extends ErrorOptions {
  readonly lasts?: boolean;
  readonly slot?: Slot;
}

export interface EndedMatch {
  readonly start: StartFrame;
  readonly end: RecordedEnd;
}

/** A journal cannot be written or read: what is wrong, and what to do, in one line. */
export class JournalProblem extends Error {
  override readonly name = 'JournalProblem';
  /** Retrying is pointless. */
  readonly lasts: boolean;
  /** The one match at fault; undefined: none, or not known. */
  readonly slot: Slot | undefined;

  constructor(message: string, { lasts = false, slot, ...options }: ProblemOptions = {}) {
    super(message, options);
    this.lasts = lasts;
    this.slot = slot;
  }
}

/** Every method throws JournalProblem where the store fails. What has returned is safe, by the store's commit level. */
export interface JournalStore {
  /** A folder that belongs to this process, for small files beside the journal; undefined: there is none. */
  readonly folder?: string;
  /** Where games keep data of their own, as safe as the journal; undefined: nowhere, it ends with the process. */
  readonly gameData?: DataBackend;
  /** Begins a match. Nothing of it may be sent before this has returned. */
  open(record: MatchRecord): Slot;
  /** Writes one batch. The matches step, and results are sent, only after this. */
  commit(batch: readonly JournalFrame[]): void | Promise<void>;
  /** Recovery needs nothing before `tick` any more. Written with the next commit: losing it only costs time. */
  checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void;
  /** Ends a match, whose recording is kept unless it was abandoned and nothing ever entered it. `trace` is that of its last tick. */
  end(slot: Slot, end: RecordedEnd, trace?: Trace): void;
  /** Open matches, the most recently active first. */
  unfinished(): readonly UnfinishedMatch[];
  /** The entries after a tick, ascending, one frame for each tick in which something happened. */
  frames(slot: Slot, afterTick: number): readonly Frame[];
  /** The recovery of these begins: counted before their code runs. */
  attempt(slots: readonly Slot[]): void;
  /** These were recovered. */
  recovered(slots: readonly Slot[]): void;
  /** Writes a few bytes without a meaning, to see whether that works. */
  probe?(): void;
  /** The replay file of an ended match; undefined: there is none. */
  replay(matchId: string): Promise<Uint8Array | undefined>;
  /** How an ended match has ended; undefined: there is none of this id. */
  ended(matchId: string): EndedMatch | undefined;
  /** A match up to now, ended or not, without its tokens: for operators. Undefined: there is none. */
  recording(matchId: string): Promise<Recording | undefined>;
  /** Completes what is under way. */
  close(): Promise<void>;
}
