/** The arena's state, decoded by every client. Bodies and bullets are visible only within range. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { deadlineFields } from '../../runtime/index.ts';
import type { Skill } from './constants.ts';

/** View tag of fields for the fighter's own client only, which needs them to predict its steps. */
export const OWN = 1;
/** View tag of fields that no client gets. */
export const SERVER_ONLY = 2;

/** A bullet. Its position follows from where and when it was fired, so it never changes. */
export const Bullet = schema(
  {
    seat: t.uint8().default(0),
    /** The number of the shot among its fighter's. */
    shot: t.uint16().default(0),
    x: t.uint16().default(0),
    y: t.uint16().default(0),
    /** In 1024ths of a turn. */
    aim: t.uint16().default(0),
    /** The tick in which it was fired. */
    born: t.number().default(0),
    /** How far in the past, in ms, its shooter saw the others: the bullet hits them where they were then. */
    seenMsAgo: t.uint16().default(0).view(SERVER_ONLY),
  },
  'Bullet',
);
export type Bullet = SchemaType<typeof Bullet>;

/** A fighter's body. Clients in range get it; its own client always does. */
export const Body = schema(
  {
    /** The middle, in units. */
    x: t.uint16().default(0),
    y: t.uint16().default(0),
    /** In 256ths of a turn, clockwise from the right. */
    aim: t.uint8().default(0),
    /** 0: dead, or an empty seat. */
    health: t.uint8().default(0),
    shield: t.uint8().default(0),
    dashing: t.boolean().default(false),
    boosted: t.boolean().default(false),
    /** Invulnerable after it spawned. */
    safe: t.boolean().default(false),
    /** The number of steps taken, one for each input frame. The fields below count in steps. */
    steps: t.number().default(0).view(OWN),
    dashMove: t.uint8().default(0).view(OWN),
    dashEnds: t.uint32().default(0).view(OWN),
    dashReady: t.uint32().default(0).view(OWN),
    blasterReady: t.uint32().default(0).view(OWN),
    railgunReady: t.uint32().default(0).view(OWN),
    boostBegins: t.uint32().default(0).view(OWN),
    boostEnds: t.uint32().default(0).view(OWN),
    /** The number of bullets fired. */
    shots: t.uint16().default(0).view(OWN),
    /** Its bullets in flight, by shot number. Clients who see the body see them, too. */
    bullets: t.map(Bullet),
  },
  'Body',
);
export type Body = SchemaType<typeof Body>;

/** A seat and its player. All of it is public but the body. */
export const Fighter = schema(
  {
    /** The player's id; '' for an empty seat. */
    player: t.string().default(''),
    name: t.string().default(''),
    bot: t.boolean().default(false),
    connected: t.boolean().default(true),
    /** 0 or 1; without teams always 0. */
    team: t.uint8().default(0),
    score: t.number().default(0),
    deaths: t.number().default(0),
    alive: t.boolean().default(false),
    /** Rounds won in this arena. */
    wins: t.uint16().default(0),
    /**
     * Match time in ms of the respawn of the dead, or of the spawn of the living, who are invulnerable for a while from then on.
     * Only its own client gets it.
     */
    backAt: t.float64().default(0).view(OWN),
    body: t.ref(Body).view(),
  },
  'Fighter',
);
export type Fighter = SchemaType<typeof Fighter>;

/** A pad. Its position is in the map. */
export const Pad = schema(
  {
    kind: t.string<'shield' | 'boost'>().default('shield'),
    ready: t.boolean().default(false),
    /** Match time in ms at which the power-up reappears. */
    readyAt: t.float64().default(0),
  },
  'Pad',
);
export type Pad = SchemaType<typeof Pad>;

export const Kill = schema(
  {
    killer: t.uint8().default(0),
    victim: t.uint8().default(0),
    weapon: t.string<'blaster' | 'railgun'>().default('blaster'),
    /** Counts all kills of the round. */
    number: t.number().default(0),
  },
  'Kill',
);
export type Kill = SchemaType<typeof Kill>;

/** waiting: for a second fighter · countdown: shots do no damage yet · fight · sudden: the next kill decides · podium: the winners */
export type Phase = 'waiting' | 'countdown' | 'fight' | 'sudden' | 'podium';

export const Arena = schema(
  {
    phase: t.string<Phase>().default('waiting'),
    mode: t.string<'free' | 'teams'>().default('free'),
    /** The skill of the bots here. */
    skill: t.string<Skill>().default('regular'),
    /** The name of the map. */
    map: t.string().default(''),
    round: t.uint16().default(0),
    /** By seat. */
    fighters: t.array(Fighter),
    /** In the map's order. */
    pads: t.array(Pad),
    teamScores: t.array('uint16'),
    /** The last kills. A new one overwrites the oldest, which takes the fewest bytes: `lastKills` has them in order. */
    feed: t.array(Kill),
    /** At most three seats, the best first; with teams the best of the winners. */
    podium: t.array('uint8'),
    /** The winning team; −1 for none. */
    winners: t.int8().default(-1),
    /** The seat whose view spectators share; −1 for none. */
    followed: t.int8().default(-1),
    /** When the phase ends. */
    ...deadlineFields(),
  },
  'Arena',
);
export type Arena = SchemaType<typeof Arena>;
