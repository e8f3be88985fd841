/** How things are done at this house: emotes, bots, seats, and how long everything takes. Plain values, free to import anywhere. */

/** What a player can show the others without words. */
export const EMOTES = ['cheers', 'laugh', 'doubt', 'gasp', 'clap', 'sorry'] as const;
/** One of {@link EMOTES}. */
export type Emote = (typeof EMOTES)[number];

/** How well the bots at the table play. */
export const SKILLS = ['easy', 'regular', 'sharp'] as const;
/** One of {@link SKILLS}. */
export type Skill = (typeof SKILLS)[number];

/**
 * How bots like to play, whatever their skill. steady: by its chances · bold: high, and often bluffs · careful: low, and
 * soon doubts · gambler: likes to call "spot on"
 */
export const PERSONALITIES = ['steady', 'bold', 'careful', 'gambler'] as const;
/** One of {@link PERSONALITIES}. */
export type Personality = (typeof PERSONALITIES)[number];

/** Fewer cannot play. */
export const MIN_SEATS = 2;
/** More do not fit around the table. */
export const MAX_SEATS = 6;

/** How long things take, in ms of match time. */
export const PACE = {
  rollMs: 1_500,
  turnMs: 30_000,
  revealMs: 5_000,
  /** A round that ends because its bidder left has no cups to look under. */
  forfeitMs: 3_000,
  /** Bots that were asked to fill the seats and did not come are asked again. */
  fillRetryMs: 2_000,
  rematchMs: 20_000,
  /** A table that waits for players takes a checkpoint so often. */
  longWaitMs: 600_000,
  emotePauseMs: 1_500,
} as const;

/** Each player may post `lines` lines within `windowMs`; the table keeps the last `kept` of all. */
export const CHAT = { lines: 5, windowMs: 10_000, kept: 50, maxLength: 200, waiting: 8 } as const;
