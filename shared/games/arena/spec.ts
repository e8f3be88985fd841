/** The arena's spec: options, input frame, notices and checkpoint. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { z } from 'zod';
import type { Bot, CheckpointOf, InputOf, Player, Room } from '../../runtime/index.ts';
import { AIM_DIRECTIONS, MAX_SEATS, MIN_SEATS, REWIND_MS, SKILLS, WALK_DIRECTIONS } from './constants.ts';
import { Arena } from './state.ts';

/** The options of a new arena. */
export const ArenaOptions = z.object({
  seats: z.number().int().min(MIN_SEATS).max(MAX_SEATS).default(12),
  mode: z.enum(['free', 'teams']).default('free'),
  /** Bots fill the arena up to this many fighters. */
  fill: z.number().int().min(0).max(MAX_SEATS).default(8),
  skill: z.enum(SKILLS).default('regular'),
  /** Rounds can be shorter, for tests and quick games. */
  roundMs: z.number().int().min(5_000).max(600_000).default(180_000),
});
/** The options as the script gets them: checked, with defaults. */
export type ArenaOptions = z.infer<typeof ArenaOptions>;

/** An input frame: what a fighter does in one step. */
export const Controls = schema(
  {
    /** 0: stand still; 1 to 16: a direction, clockwise from the right. */
    move: t.uint8().default(0),
    /** In 1024ths of a turn, clockwise from the right. */
    aim: t.uint16().default(0),
    /** A bit mask: see BUTTON. */
    buttons: t.uint8().default(0),
  },
  'Controls',
);
export type Controls = SchemaType<typeof Controls>;

const place = z.number().int();
const seat = z.number().int();

/** The whole spec but its name and script. */
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
    /** A railgun ray, for clients in range. */
    ray: z.object({ seat, x: place, y: place, toX: place, toY: place }),
    /** A hit, for clients in range and for the shooter. */
    hurt: z.object({ seat, by: seat, damage: z.number(), x: place, y: place, weapon: z.enum(['blaster', 'railgun']) }),
    /** A power-up was collected. */
    taken: z.object({ seat, pad: z.number().int() }),
  },
  checkpoint: z.object({
    /** The stage that comes next. */
    stage: z.enum(['waiting', 'countdown', 'fight', 'sudden', 'podium']),
    /** The positions of the last ticks, newest first, by seat. */
    past: z.array(z.number()),
    /** For how many ticks of a fight each seat has held the same controls. */
    idle: z.array(z.number()),
  }),
} as const;

export type ArenaRoom = Room<typeof arenaSpec>;
export type ArenaPlayer = Player<typeof arenaSpec>;
export type ArenaBot = Bot<typeof arenaSpec>;
/** A player's input frame, with `seenMsAgo`. */
export type ControlFrame = InputOf<typeof arenaSpec>;
/** Where the script restarts. */
export type ArenaCheckpoint = CheckpointOf<typeof arenaSpec>;
