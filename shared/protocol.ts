/** What crosses the wire between a client and the server, beside a game's own messages and state patches. */
import { z } from 'zod';
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
export const CLOSE = { consented: 4000, mayRetry: 4010, failed: 4020, over: 4021, dismissed: 4022 } as const;

/** The reply to a message sent as a request. */
export type Reply = { ok: true } | ({ ok: false } & Refusal);

export const Answer = z.strictObject({ question: z.number().int().positive(), answer: z.unknown() });
export type Answer = z.infer<typeof Answer>;

const name = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim())
  .pipe(z.string().min(1, 'a name has 1 to 20 characters').max(20, 'a name has 1 to 20 characters'));

/** What a client may say when it joins. A creator's room options travel beside it and are the game's to check. */
export const JoinOptions = z.object({ name: name.default('Guest'), spectate: z.boolean().default(false) });
export type JoinOptions = z.infer<typeof JoinOptions>;

export interface Welcome {
  game: string;
  /** The seat taken, or null for a spectator. */
  seat: number | null;
  /** The player's id in this match: it stays the same over reconnections. */
  player: string;
  tickRate: number;
  matchId: string;
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
