/** The names and shapes of what crosses the wire, beside a game's own messages and state patches. */
import type { Refusal } from './runtime/index.ts';

export type { Refusal, RefusalCode } from './runtime/index.ts';

/**
 * What a page offers as subprotocols of its socket: the name, which the server takes, and in further ones what Colyseus's protocol has
 * in the query of the address, where proxies would log it.
 */
export const SEAT_PROTOCOL = {
  name: 'greenroom',
  prefixes: { sessionId: 'seat.', reconnectionToken: 'token.' },
} as const;

/** Types of our own messages. A game's message types never begin with `$`. */
export const WIRE = {
  /** client → server: a numbered message, as `Numbered`; it counts once, however often it is sent. */
  message: '$message',
  /** server → client: what became of a numbered message, as `NumberedReply`. */
  reply: '$reply',
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
  /** server → client: the clock stands still, because the journal cannot be written now, as `Held`. */
  held: '$held',
  /** server → client: the clock goes on that was held, or that waited for the first picture of a late spectator, as `Resumed`. */
  resumed: '$resumed',
  /** server → client, where a game has input frames: match time was lost, as `Slipped`. */
  slipped: '$slipped',
} as const;

/** The longest name a table accepts, in graphemes. */
export const NAME_LENGTH = 20;

/** Close codes a client may see. Colyseus SDKs retry on `mayRetry`, and on none of the others. */
export const CLOSE = {
  consented: 4000,
  /** Another connection has taken the seat. */
  elsewhere: 4002,
  mayRetry: 4010,
  failed: 4020,
  over: 4021,
  dismissed: 4022,
  misbehaved: 4023,
  /** The match could not be carried over to the server's new code. */
  voided: 4024,
} as const;

/**
 * How many letters the code of a table has. That of a private one is shared as a link, and must not be guessed; older ones have
 * as many as those of public tables.
 */
export const CODE_LENGTH = { public: 5, private: 10 } as const;

/** The code of a table: letters without I and O. */
export const ROOM_CODE = /^(?:[A-HJ-NP-Z]{5}){1,2}$/;

/**
 * The id of a match, such as `ABCDE-x7k2m5q4pz`: the table's code, a dash, and what makes this match of the table another
 * than the last, so that nobody guesses it.
 */
export const MATCH_ID = /^(?:[A-HJ-NP-Z]{5}){1,2}-[a-z2-7]{10}$/;

/** The reply to a message. */
export type Reply = { ok: true } | ({ ok: false } & Refusal);

/**
 * A message with its number: 1 more for each of this player's, over all reconnections. `acked`: the client has the
 * replies to all messages up to this number. The type is one of the game's, or `WIRE.answer`.
 */
export type Numbered = readonly [number: number, acked: number, type: string, data: unknown];

export type NumberedReply = readonly [number: number, reply: Reply];

export interface Held {
  /** Match time in ms. */
  now: number;
}

export interface Resumed {
  /** Match time in ms. */
  now: number;
}

/** What the clock that comes with the patches has in it beside match time: what the match has lost in all, in ms. */
export interface Slipped {
  slipMs: number;
}

/** How a spectator sees a match later than its players. All match times that it gets are of that moment. */
export interface Late {
  /** By how much, in ms of match time. */
  delayMs: number;
  /** How long it takes until it sees anything, in ms; 0: the state comes now. */
  beginsInMs: number;
}

export interface Welcome extends Slipped {
  game: string;
  /** The seat taken, or null for a spectator. */
  seat: number | null;
  /** The player's id in this match: it stays the same over reconnections. */
  player: string;
  tickRate: number;
  /** The game takes input frames. */
  inputs: boolean;
  matchId: string;
  /** Match time in ms when this was sent: deadlines in the state count from it. */
  now: number;
  /** The highest number of this player's messages that has arrived: a client without a memory goes on from here. */
  received: number;
  /** The clock stands still, for those who were here before a restart or for the journal; `WIRE.resumed` follows. */
  held: boolean;
  /** How often the match has been brought back after its server ended. */
  recoveries: number;
  /** The server lost the last moments of this match, and it goes on from before them. Once, to each who was there. */
  lost?: boolean;
  /** For a spectator of a game that is shown late. */
  late?: Late;
}

export interface Ask {
  question: number;
  name: string;
  data: unknown;
}

export interface Ended {
  reason: string;
}

/** What became of a match (`GET /api/matches/ID`). Of one that is not known any more there is no answer (404). */
export interface MatchFate {
  /** open: it goes on · voided: it could not be brought back · abandoned: everybody had gone. */
  fate: 'open' | 'finished' | 'failed' | 'abandoned' | 'voided';
  /** It was voided because the server has another version of the game. */
  changed?: boolean;
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
