/** What a page knows of the table it sits at. The network implements it; so can anything else that can run a match. */
import type { Ask, RefusalCode } from '../../shared/wire.ts';
import type { RealTime } from './real-time.ts';

/** For about so long a lost line is looked for, whatever the game's own patience. */
export const RECONNECT_FOR_MS = 120_000;

/** live: messages and patches flow · dropped: the line is lost and being restored · closed: for good, see `departure`. */
export type ConnectionStatus = 'live' | 'dropped' | 'closed';

/**
 * Why a connection closed for good. `late`: the match goes on, and its table did not wait so long · `gone`: the server knows no such match ·
 * `lost`: nobody can tell.
 */
export interface Departure {
  why: 'left' | 'over' | 'failed' | 'voided' | 'dismissed' | 'misbehaved' | 'elsewhere' | 'late' | 'gone' | 'lost';
  /** What the server said about it. */
  reason?: string;
}

/** A message that changed nothing. `lost`: the line closed for good before an answer came, so it may have counted. */
export interface SendFailure {
  code: RefusalCode | 'lost';
  message: string;
}

export interface Connection {
  /** The code people type to get here. */
  readonly code: string;
  readonly game: string;
  /** Names the match among all: its replay is found by it. */
  readonly matchId: string;
  /** Our id in the match; it stays the same over reconnections. */
  readonly player: string;
  /** Our seat, undefined for a spectator. */
  readonly seat: number | undefined;
  readonly status: ConnectionStatus;
  readonly departure: Departure | undefined;
  /** The game's state as decoded so far; the object stays the same and changes in place. */
  readonly state: unknown;
  /** How to draw a game that has input frames; undefined for others. */
  readonly realTime: RealTime | undefined;
  /** Questions the game waits for us to answer, oldest first. */
  readonly questions: readonly Ask[];
  /** The clock stands still, until those who were here before the server restarted are back. */
  readonly held: boolean;
  /** It does so because the server cannot write its journal now. */
  readonly stalled?: boolean;
  /** How much later than the players a spectator sees the match, in ms; undefined: at once. */
  readonly delayMs?: number | undefined;
  /** How long it takes until a spectator who sees it late sees anything, in ms; undefined: it does already. */
  beginsInMs?(): number | undefined;
  /** The server lost the last moments of the match, as it told us when we came back. */
  readonly lostMoments?: boolean;
  /** How often the match has been brought back after its server ended. */
  readonly recoveries: number;
  /**
   * Match time in ms while the clock is held, and shortly after a welcome or after it went on; undefined later on, when what
   * changes tells the time itself.
   */
  matchNow(): number | undefined;

  /**
   * Resolves once the server has taken the message (undefined) or refused it. It counts once: what the line loses is sent again
   * after each return. Never rejects.
   */
  send(type: string, data: unknown): Promise<SendFailure | undefined>;
  answer(question: number, answer: unknown): Promise<SendFailure | undefined>;
  /** Calls back after every change of anything above. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /** Calls back with every notice of the game. Returns the way out. */
  onNotice(listener: (type: string, data: unknown) => void): () => void;
  /** Gives up the seat. Resolves when the server knows, or after a second. */
  leave(): Promise<void>;
}

/** Why a table could not be joined (`busy`: try again later); those that somebody had a seat at closed as a `Departure` tells. */
export type JoinProblem = 'not-found' | 'full' | 'busy' | 'unreachable' | 'refused' | Departure['why'];

export class JoinFailure extends Error {
  override name = 'JoinFailure';
  readonly problem: JoinProblem;
  /** The match that somebody had a seat in, where it has ended. */
  readonly endedMatch: string | undefined;

  constructor(problem: JoinProblem, message: string, endedMatch?: string) {
    super(message);
    this.problem = problem;
    this.endedMatch = endedMatch;
  }
}

/** How a page gets to a table. Every call rejects with a `JoinFailure`. */
export interface Matchmaker {
  /** The first open public table of a game, or a new one. */
  playNow(game: string, options: { name: string }): Promise<Connection>;
  create(game: string, options: { name: string; private: boolean } & Record<string, unknown>): Promise<Connection>;
  join(code: string, options: { name: string; spectate: boolean }): Promise<Connection>;
  /** Back to the seat this browser holds at a table; undefined when it holds none. */
  returnTo(code: string): Promise<Connection | undefined>;
}
