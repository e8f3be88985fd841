/** What a page knows about the table it is at. Tables over the network, practice tables and replays implement it. */
import type { Ask, RefusalCode } from '../../shared/wire.ts';
import type { RealTime } from './real-time.ts';

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

export interface Connection {
  /** The table's code, as people type it. */
  readonly code: string;
  readonly game: string;
  /** Unique among all matches; the replay's address contains it. */
  readonly matchId: string;
  /** Our id in the match; the same after reconnections. */
  readonly player: string;
  /** Our seat; undefined for a spectator. */
  readonly seat: number | undefined;
  readonly status: ConnectionStatus;
  readonly departure: Departure | undefined;
  /** The game's state as decoded so far; the object stays the same and changes in place. */
  readonly state: unknown;
  /** Interpolation and prediction for a game with input frames; undefined for others. */
  readonly realTime: RealTime | undefined;
  /** Questions that wait for our answer, oldest first. */
  readonly questions: readonly Ask[];
  /** The match clock stands still, for example until everybody has reconnected after a restart. */
  readonly held: boolean;
  /** It stands still because the server cannot write its journal. */
  readonly stalled?: boolean;
  /** By how much the server delays the match for a spectator, in ms; undefined: not at all. */
  readonly delayMs?: number | undefined;
  /** Time until the first state of a delayed match, in ms; undefined: it is here. */
  beginsInMs?(): number | undefined;
  /** The server lost the last moments of the match in a crash. */
  readonly lostMoments?: boolean;
  /** How often the match has been recovered after a restart of the server. */
  readonly recoveries: number;
  /**
   * Match time in ms while the clock is held, and shortly after a welcome or a resume; undefined later, when changes of the state
   * tell the time.
   */
  matchNow(): number | undefined;

  /**
   * Resolves with undefined when the server has accepted the message, or with the failure. The message counts once: it is sent
   * again after a reconnection if no reply came. Never rejects.
   */
  send(type: string, data: unknown): Promise<SendFailure | undefined>;
  answer(question: number, answer: unknown): Promise<SendFailure | undefined>;
  /** Calls the listener after every change of a field above. Returns a function that removes the listener. */
  subscribe(listener: () => void): () => void;
  /** Calls the listener with every notice of the game. Returns a function that removes the listener. */
  onNotice(listener: (type: string, data: unknown) => void): () => void;
  /** Gives up the seat. Resolves when the server has confirmed it, or after a second. */
  leave(): Promise<void>;
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

/** Finds and opens tables. Every call rejects with a `JoinFailure`. */
export interface Matchmaker {
  /** Joins the first open public table of a game, or opens one. */
  playNow(game: string, options: { name: string; joinOptions?: unknown }): Promise<Connection>;
  create(game: string, options: { name: string; private: boolean } & Record<string, unknown>): Promise<Connection>;
  join(code: string, options: { name: string; spectate: boolean; joinOptions?: unknown }): Promise<Connection>;
  /** Returns to the seat that this browser holds at a table; undefined if it holds none. */
  returnTo(code: string): Promise<Connection | undefined>;
}

/** Loads the networking code, which is most of the client's script. */
export type LoadMatchmaker = () => Promise<Matchmaker>;
