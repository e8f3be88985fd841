/** The numbers of the house: how fast, how far, how strong, how long. Lengths are in units, 8 to a pixel; places are whole. */

export const TICK_RATE = 30;
/** 2 in each of 60 seats or fewer. */
export const MIN_SEATS = 2;
export const MAX_SEATS = 60;

export const UNITS_PER_PIXEL = 8;
/** The side of one square of a map. */
export const TILE = 512;

/** Directions of walking: 0 stands still, 1 is to the right, and so on, clockwise. */
export const WALK_DIRECTIONS = 16;
/** Directions of aiming: 0 is to the right, and so on, clockwise. */
export const AIM_DIRECTIONS = 1_024;

/** Bits of `buttons`. */
export const BUTTON = { blaster: 1, railgun: 2, dash: 4 } as const;

/**
 * What players may see of others lies at most so far back: a round trip of 250 ms, the 80 ms that clients draw others late,
 * and two ticks in which a frame waits for its own.
 */
export const REWIND_MS = 400;

export const FIGHTER = {
  /** Half of its side: walls see a square, shots see a circle of this radius. */
  radius: 160,
  /** Units in a step: 300 pixels a second. */
  speed: 80,
  boostedSpeed: 112,
  health: 100,
  /** How long nobody can hurt one who has just come back. */
  graceMs: 1_500,
  respawnMs: 2_500,
} as const;

/** In steps: one for each input frame. */
export const DASH = { steps: 5, speed: 240, pauseSteps: 60 } as const;

export const BLASTER = {
  damage: 16,
  /** Units in a tick: 840 pixels a second. */
  speed: 224,
  flightTicks: 26,
  pauseSteps: 6,
  radius: 56,
} as const;

export const RAILGUN = { damage: 50, range: 8_192, pauseSteps: 60 } as const;

export const PADS = {
  shield: { strength: 60, againMs: 20_000 },
  /** It works a moment after it was taken, so that its taker's own prediction knows of it in time. */
  boost: { delaySteps: 15, steps: 180, againMs: 15_000 },
  /** How near one has to come. */
  reach: 320,
} as const;

export const PACE = {
  countdownMs: 3_000,
  roundMs: 180_000,
  suddenDeathMs: 60_000,
  podiumMs: 8_000,
  /** In play a checkpoint is taken so often. */
  checkpointMs: 20_000,
  /** Who touches nothing for so long while others fight has to go. */
  awayMs: 90_000,
  /** Bots take the seats that are to be filled so long after the first has sat down. */
  fillMs: 1_500,
  /** How long the server may take to seat the bots that the house asked for, before it asks again. */
  fillRetryMs: 3_000,
} as const;

/**
 * How far others are seen: they come into sight at the first, and go out of it at the second. That is farther than bullets
 * fly, so nobody is hit by what they cannot see.
 */
export const INTEREST = {
  near: 6_400,
  far: 7_100,
  /** Of all who are so near, at most so many are seen: the nearest. */
  fighters: 10,
  /** Who comes and goes is looked at once in so many ticks. */
  pauseTicks: 5,
} as const;

/** Those who watch see what one fighter sees, and that later. */
export const SPECTATING = {
  /** Whom they follow is looked at once in so many ticks. */
  ticks: 6 * TICK_RATE,
  /** Where somebody was so long ago is of no use to anybody who fights. */
  delayMs: 10_000,
} as const;

/** The last kills that are told. */
export const FEED_LENGTH = 5;

export const TEAM_COUNT = 2;
/** How well bots fight. */
export const SKILLS = ['easy', 'regular', 'sharp'] as const;
export type Skill = (typeof SKILLS)[number];
/**
 * How bots like to fight, whatever their skill. hunter: close to its foe, and always in a hurry · sniper: with the ray, from
 * afar · skirmisher: in between, now here, now there · guardian: hides early, and goes a long way for a shield
 */
export const PERSONALITIES = ['hunter', 'sniper', 'skirmisher', 'guardian'] as const;
export type Personality = (typeof PERSONALITIES)[number];
