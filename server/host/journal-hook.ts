/** Where everything that enters a match is written down before anything acts on it. */
import type { Entry } from '../../shared/runtime/index.ts';

/** What enters one match at one tick. */
export interface JournalFrame {
  readonly matchId: string;
  /** The tick that the entries enter; the match has not stepped it yet. */
  readonly tick: number;
  /** In order of arrival; often empty: then the frame only tells how far the match has ticked. */
  readonly entries: readonly Entry[];
}

export interface JournalHook {
  /**
   * Writes one batch. The matches step, and their clients hear of it, only after this has returned or resolved; where
   * it throws or rejects, the matches of the batch end.
   */
  commit(batch: readonly JournalFrame[]): void | Promise<void>;
}

/** Keeps nothing. */
export const noJournal: JournalHook = { commit() {} };
