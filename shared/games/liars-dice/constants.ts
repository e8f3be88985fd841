/** The constants of Liar's Dice. Plain values, free to import anywhere. */

/** The emotes that a player can show. */
export const EMOTES = ['cheers', 'laugh', 'doubt', 'gasp', 'clap', 'sorry'] as const;
/** One of {@link EMOTES}. */
export type Emote = (typeof EMOTES)[number];

/** How well the bots at the table play. */
export const SKILLS = ['easy', 'regular', 'sharp'] as const;
/** One of {@link SKILLS}. */
export type Skill = (typeof SKILLS)[number];

/**
 * The style of a bot, whatever its skill. steady: by its chances · bold: high, and often bluffs · careful: low, and soon
 * doubts · gambler: likes to call "spot on"
 */
export const PERSONALITIES = ['steady', 'bold', 'careful', 'gambler'] as const;
/** One of {@link PERSONALITIES}. */
export type Personality = (typeof PERSONALITIES)[number];

/** Fewer cannot play. */
export const MIN_SEATS = 2;
/** More do not fit around the table. */
export const MAX_SEATS = 6;

/** Durations in ms of match time. */
export const PACE = {
  rollMs: 1_500,
  turnMs: 30_000,
  revealMs: 5_000,
  /** Shorter: a round that ends because its bidder left has no dice to reveal. */
  forfeitMs: 3_000,
  /** How long the server may take to seat the requested bots before they are requested again. */
  fillRetryMs: 2_000,
  rematchMs: 20_000,
  /** Time between checkpoints while a table waits for players. */
  longWaitMs: 600_000,
  emotePauseMs: 1_500,
} as const;

/** Each player may post `lines` lines within `windowMs`; the table keeps the last `kept` of all. */
export const CHAT = { lines: 5, windowMs: 10_000, kept: 50, maxLength: 200, waiting: 8 } as const;
