/** The arena's constants. Lengths are in units, 8 to a pixel; positions are integers. */

export const TICK_RATE = 30;
/** Fewer seats have no opponent to offer. */
export const MIN_SEATS = 2;
export const MAX_SEATS = 60;

export const UNITS_PER_PIXEL = 8;
/** The side of a map tile. */
export const TILE = 512;

/** Directions of walking: 0 stands still, 1 is to the right, and on clockwise. */
export const WALK_DIRECTIONS = 16;
/** Directions of aiming: 0 is to the right, and on clockwise. */
export const AIM_DIRECTIONS = 1_024;

/** Bits of `buttons`. */
export const BUTTON = { blaster: 1, railgun: 2, dash: 4 } as const;

/**
 * The farthest that lag compensation rewinds: a round trip of 250 ms, the 80 ms of interpolation delay, and two ticks of input
 * buffering.
 */
export const REWIND_MS = 400;

export const FIGHTER = {
  /** Half of its side: walls collide with a square, shots with a circle of this radius. */
  radius: 160,
  /** Units per step: 300 pixels a second. */
  speed: 80,
  boostedSpeed: 112,
  health: 100,
  /** How long a fighter is invulnerable after it spawned. */
  graceMs: 1_500,
  respawnMs: 2_500,
} as const;

/** In steps: one for each input frame. */
export const DASH = { steps: 5, speed: 240, pauseSteps: 60 } as const;

export const BLASTER = {
  damage: 16,
  /** Units per tick: 840 pixels a second. */
  speed: 224,
  flightTicks: 26,
  pauseSteps: 6,
  radius: 56,
} as const;

export const RAILGUN = { damage: 50, range: 8_192, pauseSteps: 60 } as const;

export const PADS = {
  shield: { strength: 60, againMs: 20_000 },
  /** It takes effect a little later than it is picked up, so that the client's prediction knows of it in time. */
  boost: { delaySteps: 15, steps: 180, againMs: 15_000 },
  /** Pickup distance along each axis. */
  reach: 320,
} as const;

export const PACE = {
  countdownMs: 3_000,
  roundMs: 180_000,
  suddenDeathMs: 60_000,
  podiumMs: 8_000,
  /** Time between checkpoints during play. */
  checkpointMs: 20_000,
  /** Players whose controls have not changed for this long during fights are kicked. */
  awayMs: 90_000,
  /** Delay between a seat to fill and the request for bots. */
  fillMs: 1_500,
  /** How long the server may take to seat the requested bots before they are requested again. */
  fillRetryMs: 3_000,
} as const;

/**
 * Interest management: others enter a client's view at the near distance and leave it at the far one. Both are farther than
 * bullets fly, so nobody is hit by a bullet that they cannot see.
 */
export const INTEREST = {
  near: 6_400,
  far: 7_100,
  /** A view holds at most this many others: the nearest. */
  fighters: 10,
  /** Each view is updated once in this many ticks. */
  pauseTicks: 5,
} as const;

/** Spectators share the view of one fighter, delayed. */
export const SPECTATING = {
  /** The leader is chosen once in this many ticks. */
  ticks: 6 * TICK_RATE,
  /** Long enough that positions are of no use to anybody who fights. */
  delayMs: 10_000,
} as const;

/** Kills kept in the feed. */
export const FEED_LENGTH = 5;

export const TEAM_COUNT = 2;
/** How well bots fight. */
export const SKILLS = ['easy', 'regular', 'sharp'] as const;
export type Skill = (typeof SKILLS)[number];
/**
 * The style of a bot, whatever its skill. hunter: close combat, always in a hurry · sniper: railgun from a distance ·
 * skirmisher: medium range, always moving · guardian: takes cover early and goes far for a shield
 */
export const PERSONALITIES = ['hunter', 'sniper', 'skirmisher', 'guardian'] as const;
export type Personality = (typeof PERSONALITIES)[number];
