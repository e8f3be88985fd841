/** What a Liar's Dice table is told and tells: options, messages, questions and notices. */
import { z } from 'zod';
import { buffered, cleanText, truncateText, type CheckpointOf, type Player, type Room } from '../../runtime/index.ts';
import { CHAT, EMOTES, MAX_SEATS, MIN_SEATS, SKILLS } from './constants.ts';
import { HIGHEST_FACE, LOWEST_FACE } from './rules.ts';
import { Table } from './state.ts';

/** What the creator of a table chooses. */
export const TableOptions = z.object({
  seats: z.number().int().min(MIN_SEATS).max(MAX_SEATS).default(4),
  /** How long empty seats wait for people before bots take them, from the first player on; null: bots never do. */
  fillAfterMs: z.number().min(0).max(600_000).nullable().default(15_000),
  skill: z.enum(SKILLS).default('regular'),
});
/** The options as the script gets them: checked, with defaults. */
export type TableOptions = z.infer<typeof TableOptions>;

const ChatText = z
  .string()
  .refine((text) => truncateText(text, CHAT.maxLength) === text, `a line has at most ${CHAT.maxLength} characters`)
  .transform((text) => cleanText(text, ' '))
  .pipe(z.string().min(1, 'nothing to say'));

/** `bid` is the index in `calls` of the bid that is meant, so that a call that comes too late cannot hit the next bid. */
const OnBid = z.object({ bid: z.number().int().min(0).max(255).optional() });

/** All of the table's spec but its name and its script. */
export const table = {
  state: Table,
  options: TableOptions,
  messages: {
    bid: z.object({
      count: z.number().int().min(1).max(255),
      face: z.number().int().min(LOWEST_FACE).max(HIGHEST_FACE),
    }),
    challenge: OnBid,
    spotOn: OnBid,
    /** Ends the wait for more players. */
    start: z.object({}),
    emote: z.enum(EMOTES),
    chat: buffered(ChatText, CHAT.waiting),
  },
  questions: {
    rematch: { data: z.object({ winner: z.number().int() }), answer: z.boolean() },
  },
  notices: {
    emote: z.object({ seat: z.number().int(), emote: z.enum(EMOTES) }),
  },
  /** Where the table goes on. All else is on the table. */
  checkpoint: z.object({
    /** The seat that starts the next round, −1 for none; null where the table is to wait for players. */
    starter: z.number().int().nullable(),
    /** Who has to wait for the next emote, and until when, in match time. */
    pauses: z.array(z.tuple([z.string(), z.number()])),
  }),
};

/** The room of a table, as its script sees it. */
export type TableRoom = Room<typeof table>;
/** Where a table goes on. */
export type TableCheckpoint = CheckpointOf<typeof table>;
/** A player at a table, as its script sees it. */
export type TablePlayer = Player<typeof table>;
