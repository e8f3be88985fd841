/** The names and shapes of what crosses the wire, beside a game's own messages and state patches. */
import type { Refusal } from './runtime/refusals.ts';

export type { Refusal, RefusalCode } from './runtime/refusals.ts';

/** Types of our own messages. A game's message types never begin with `$`. */
export const WIRE = {
  /** client → server: the answer to a question. */
  answer: '$answer',
  /** server → client, after every join and return: who and where you are. */
  welcome: '$welcome',
  /** server → client: a question to answer. */
  ask: '$ask',
  /** server → client: the question is closed, answered or not. */
  asked: '$asked',
  /** server → client: a message was refused and changed nothing. */
  refused: '$refused',
  /** server → client: the room closes next, and why. */
  ended: '$ended',
} as const;

/** Close codes a client may see. Colyseus SDKs retry on `mayRetry`, and on none of the others. */
export const CLOSE = {
  consented: 4000,
  mayRetry: 4010,
  failed: 4020,
  over: 4021,
  dismissed: 4022,
  misbehaved: 4023,
} as const;

/** The reply to a message sent as a request. */
export type Reply = { ok: true } | ({ ok: false } & Refusal);

export interface Welcome {
  game: string;
  /** The seat taken, or null for a spectator. */
  seat: number | null;
  /** The player's id in this match: it stays the same over reconnections. */
  player: string;
  tickRate: number;
  matchId: string;
  /** Match time in ms when this was sent: deadlines in the state count from it. */
  now: number;
}

export interface Ask {
  question: number;
  name: string;
  data: unknown;
}

export interface Ended {
  reason: string;
}

/** A room in the public list (`GET /api/rooms`). */
export interface RoomListing {
  id: string;
  game: string;
  title: string;
  seats: number;
  taken: number;
  watchers: number;
  /** Newcomers may sit down. */
  open: boolean;
  /** What the game tells about itself, such as its phase. */
  info: Record<string, string | number | boolean>;
}
