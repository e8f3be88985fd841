/** Where journals are kept: what every store does, whatever it stores to. */
import type { Entry, Frame, RecordedEnd, Recording, StartFrame, Trace } from '../../shared/runtime/host.ts';

/** A store's own number for an unfinished match. */
export type Slot = number;

/** What is written down when a match begins. */
export interface MatchRecord {
  readonly start: StartFrame;
  /** The code of its room. */
  readonly room: string;
  /** Not in the public list. */
  readonly private: boolean;
  /** Tells one shape of the state from another: clients keep theirs over a reconnection. */
  readonly reflection: string;
}

/** What enters one match at one tick, and what its script did in a tick before. */
export interface JournalFrame {
  readonly slot: Slot;
  /** The tick that the entries enter; the match has not stepped it yet. Frames of one tick add up. */
  readonly tick: number;
  /** In order of arrival; often empty: then the frame only tells how far the match has ticked. */
  readonly entries: readonly Entry[];
  readonly trace?: Trace;
}

/** A match that was open when its process ended. */
export interface UnfinishedMatch {
  readonly slot: Slot;
  readonly record: MatchRecord;
  /** How far it had ticked. */
  readonly lastTick: number;
  /** The last checkpoint, as its host wrote it. */
  readonly checkpoint: { readonly tick: number; readonly bytes: Uint8Array } | undefined;
  /** How often bringing it back was begun and not finished. */
  readonly attempts: number;
  /** How often it was brought back. */
  readonly recoveries: number;
  /** Its last moments were lost: it comes back as it was before them. */
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
  readonly #lasts: boolean;
  readonly #slot: Slot | undefined;

  constructor(message: string, { lasts = false, slot, ...options }: ProblemOptions = {}) {
    super(message, options);
    this.#lasts = lasts;
    this.#slot = slot;
  }

  /** It does not go away by itself: there is no use in trying again. */
  get lasts(): boolean {
    return this.#lasts;
  }

  /** The one match that is at fault; undefined: none is, or nobody knows which. */
  get slot(): Slot | undefined {
    return this.#slot;
  }
}

/** Every method throws JournalProblem where the store fails. What has returned is safe, at the store's commit level. */
export interface JournalStore {
  /** A folder that this process has for itself, for small files beside the journal; undefined: there is none. */
  readonly folder?: string;
  /** A match begins. Nothing about it is known before this has returned. */
  open(record: MatchRecord): Slot;
  /** Writes one batch. The matches step, and their clients hear of it, only after this. */
  commit(batch: readonly JournalFrame[]): void | Promise<void>;
  /** Recovery needs nothing before `tick` any more. Written with the next commit: a lost one costs time, and nothing else. */
  checkpoint(slot: Slot, tick: number, bytes: Uint8Array): void;
  /** The match has ended; its recording is kept, unless nothing ever entered it and it was abandoned, and recovery forgets it. `trace` is that of its last tick. */
  end(slot: Slot, end: RecordedEnd, trace?: Trace): void;
  /** Those to bring back, most recently active first. */
  unfinished(): readonly UnfinishedMatch[];
  /** What entered after a tick, ascending, one frame for each tick in which something happened. */
  frames(slot: Slot, afterTick: number): readonly Frame[];
  /** Bringing these back begins: counted before anything of theirs runs. */
  attempt(slots: readonly Slot[]): void;
  /** These are back. */
  recovered(slots: readonly Slot[]): void;
  /** Writes a few bytes that mean nothing: whether it can. */
  probe?(): void;
  /** The replay file of a match that has ended; undefined where there is none. */
  replay(matchId: string): Promise<Uint8Array | undefined>;
  /** What became of a match that has ended; undefined where none of this id is kept. */
  ended(matchId: string): EndedMatch | undefined;
  /** A match as far as it has come, ended or not, without its tokens: for operators. Undefined where there is none. */
  recording(matchId: string): Promise<Recording | undefined>;
  /** Lets everything that is under way come to its end. */
  close(): Promise<void>;
}
