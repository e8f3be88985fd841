/** What an arena is told and tells: options, inputs and notices. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { z } from 'zod';
import type { Bot, CheckpointOf, InputOf, Player, Room } from '../../runtime/index.ts';
import { AIM_DIRECTIONS, MAX_SEATS, MIN_SEATS, REWIND_MS, SKILLS, WALK_DIRECTIONS } from './constants.ts';
import { Arena } from './state.ts';

/** What the creator of an arena chooses. */
export const ArenaOptions = z.object({
  seats: z.number().int().min(MIN_SEATS).max(MAX_SEATS).default(12),
  mode: z.enum(['free', 'teams']).default('free'),
  /** Bots fill the arena up to so many fighters. */
  fill: z.number().int().min(0).max(MAX_SEATS).default(8),
  skill: z.enum(SKILLS).default('regular'),
  /** Shorter rounds, for tests and for a quick game. */
  roundMs: z.number().int().min(5_000).max(600_000).default(180_000),
});
/** The options as the script gets them: checked, with defaults. */
export type ArenaOptions = z.infer<typeof ArenaOptions>;

/** What a fighter does in one step. */
export const Controls = schema(
  {
    /** 0: stand still; 1 to 16: a direction, clockwise from the right. */
    move: t.uint8().default(0),
    /** In 1024ths of a turn, clockwise from the right. */
    aim: t.uint16().default(0),
    /** Bits: see BUTTON. */
    buttons: t.uint8().default(0),
  },
  'Controls',
);
export type Controls = SchemaType<typeof Controls>;

const place = z.number().int();
const seat = z.number().int();

/** All of the arena's spec but its name and its script. */
export const arenaSpec = {
  state: Arena,
  options: ArenaOptions,
  messages: {},
  input: {
    frame: Controls,
    ranges: { move: [0, WALK_DIRECTIONS], aim: [0, AIM_DIRECTIONS - 1], buttons: [0, 7] },
    rewindMs: REWIND_MS,
  },
  notices: {
    /** The ray of a railgun, to those who are near. */
    ray: z.object({ seat, x: place, y: place, toX: place, toY: place }),
    /** Somebody was hurt: to those who are near, and to the one who did it. */
    hurt: z.object({ seat, by: seat, damage: z.number(), x: place, y: place, weapon: z.enum(['blaster', 'railgun']) }),
    /** Somebody has taken what lay on a pad. */
    taken: z.object({ seat, pad: z.number().int() }),
  },
  checkpoint: z.object({
    /** What the arena goes on with. */
    stage: z.enum(['waiting', 'countdown', 'fight', 'sudden', 'podium']),
    /** Where everybody was in the last ticks, newest first, by seat. */
    past: z.array(z.number()),
    /** For how many ticks of a fight each seat has held the same controls. */
    idle: z.array(z.number()),
  }),
} as const;

export type ArenaRoom = Room<typeof arenaSpec>;
export type ArenaPlayer = Player<typeof arenaSpec>;
export type ArenaBot = Bot<typeof arenaSpec>;
/** A frame of a player's input. */
export type ControlFrame = InputOf<typeof arenaSpec>;
/** Where an arena goes on. */
export type ArenaCheckpoint = CheckpointOf<typeof arenaSpec>;
