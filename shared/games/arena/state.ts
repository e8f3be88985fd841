/** What an arena shows: the state that every client decodes, with bodies and bullets visible only from near. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import type { Skill } from './constants.ts';

/** Fields with this tag are for the fighter's own client only: what it needs to predict its own steps. */
export const OWN = 1;
/** Fields with this tag are for no client at all. */
export const SERVER_ONLY = 2;

/** On its way since `born`: it is where its flight has taken it by now, so it never changes. */
export const Bullet = schema(
  {
    seat: t.uint8().default(0),
    /** Which of the fighter's bullets it is. */
    shot: t.uint16().default(0),
    x: t.uint16().default(0),
    y: t.uint16().default(0),
    /** In 1024ths of a turn. */
    aim: t.uint16().default(0),
    /** The tick in which it was at its beginning. */
    born: t.number().default(0),
    /** How far behind, in ms, its shooter saw the others: they are hit where the shooter saw them. */
    seenMsAgo: t.uint16().default(0).view(SERVER_ONLY),
  },
  'Bullet',
);
export type Bullet = SchemaType<typeof Bullet>;

/** Where somebody is, and how they are. Clients see it while it is near; its own client always. */
export const Body = schema(
  {
    /** The middle, in units. */
    x: t.uint16().default(0),
    y: t.uint16().default(0),
    /** In 256ths of a turn, clockwise from the right. */
    aim: t.uint8().default(0),
    /** 0: dead, or not there. */
    health: t.uint8().default(0),
    shield: t.uint8().default(0),
    dashing: t.boolean().default(false),
    boosted: t.boolean().default(false),
    /** Nobody can hurt it yet. */
    safe: t.boolean().default(false),
    /** How many steps it has taken: each input frame is one, and the times below count them. */
    steps: t.number().default(0).view(OWN),
    dashMove: t.uint8().default(0).view(OWN),
    dashEnds: t.uint32().default(0).view(OWN),
    dashReady: t.uint32().default(0).view(OWN),
    blasterReady: t.uint32().default(0).view(OWN),
    railgunReady: t.uint32().default(0).view(OWN),
    boostBegins: t.uint32().default(0).view(OWN),
    boostEnds: t.uint32().default(0).view(OWN),
    /** How many bullets it has fired: the last one has this number. */
    shots: t.uint16().default(0).view(OWN),
    /** What it has fired and is on its way, by its number: whoever sees the body sees these, too. */
    bullets: t.map(Bullet),
  },
  'Body',
);
export type Body = SchemaType<typeof Body>;

/** A place in the arena, and who has it: the same for all to see, but for the body. */
export const Fighter = schema(
  {
    /** The player's id, or '' while nobody is here. */
    player: t.string().default(''),
    name: t.string().default(''),
    bot: t.boolean().default(false),
    connected: t.boolean().default(true),
    /** 0 or 1 where there are teams. */
    team: t.uint8().default(0),
    score: t.number().default(0),
    deaths: t.number().default(0),
    alive: t.boolean().default(false),
    /** Rounds won here. */
    wins: t.uint16().default(0),
    /**
     * Match time in ms at which a dead one is back, or at which a living one came: it is safe for a while from then on. Its own
     * client alone is told.
     */
    backAt: t.float64().default(0).view(OWN),
    body: t.ref(Body).view(),
  },
  'Fighter',
);
export type Fighter = SchemaType<typeof Fighter>;

/** Where a power-up lies now and then. The map says where that is. */
export const Pad = schema(
  {
    kind: t.string<'shield' | 'boost'>().default('shield'),
    ready: t.boolean().default(false),
    /** Match time in ms at which it is ready again. */
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

/** waiting: for a second fighter · countdown: no shot hurts yet · fight · sudden: the next kill decides · podium: who has won */
export type Phase = 'waiting' | 'countdown' | 'fight' | 'sudden' | 'podium';

export const Arena = schema(
  {
    phase: t.string<Phase>().default('waiting'),
    mode: t.string<'free' | 'teams'>().default('free'),
    /** How well the bots here play. */
    skill: t.string<Skill>().default('regular'),
    /** The name of the map. */
    map: t.string().default(''),
    round: t.uint16().default(0),
    /** By seat. */
    fighters: t.array(Fighter),
    /** In the order in which the map has them. */
    pads: t.array(Pad),
    teamScores: t.array('uint16'),
    /** The last kills. A new one is written over the oldest, which takes the least to tell: `lastKills` has them in order. */
    feed: t.array(Kill),
    /** Three seats at most, the best first; with teams the best of the winners. */
    podium: t.array('uint8'),
    /** The team that has won, −1 for none. */
    winners: t.int8().default(-1),
    /** The seat whose sight spectators share, −1 for none. */
    followed: t.int8().default(-1),
    /** Match time in ms when `deadline` was set, written in the same patch so that a client can count down by its own clock. */
    now: t.float64().default(0),
    /** Match time in ms at which the phase is over; 0 for no limit. */
    deadline: t.float64().default(0),
  },
  'Arena',
);
export type Arena = SchemaType<typeof Arena>;
