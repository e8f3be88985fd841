/** How a page's connection to a table begins and ends. */
import type { RefusalCode } from '../../shared/wire.ts';

/** How long a client keeps trying to reconnect; the game may release the seat sooner. */
export const RECONNECT_FOR_MS = 120_000;

/** live: messages and patches flow · dropped: reconnecting · closed: for good, see `departure`. */
export type ConnectionStatus = 'live' | 'dropped' | 'closed';

/**
 * Why a connection closed for good. `late`: the match goes on, but the seat was released · `gone`: the server knows no such match ·
 * `lost`: unknown.
 */
export interface Departure {
  why: 'left' | 'over' | 'failed' | 'voided' | 'dismissed' | 'misbehaved' | 'elsewhere' | 'late' | 'gone' | 'lost';
  /** The server's explanation. */
  reason?: string;
}

/** A message that had no effect. `lost`: the connection closed before the reply, so it may have had one. */
export interface SendFailure {
  code: RefusalCode | 'lost';
  message: string;
}

/** Why a table could not be joined (`busy`: try again later). A `Departure` where a seat held before is lost. */
export type JoinProblem = 'not-found' | 'full' | 'busy' | 'unreachable' | 'refused' | Departure['why'];

export class JoinFailure extends Error {
  override name = 'JoinFailure';
  readonly problem: JoinProblem;
  /** The match of the seat held before, if it has ended. */
  readonly endedMatch: string | undefined;

  constructor(problem: JoinProblem, message: string, endedMatch?: string) {
    super(message);
    this.problem = problem;
    this.endedMatch = endedMatch;
  }
}
