/** A game for tests of pieces: a state with a deadline and a roster, and questions that pieces ask. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import {
  Deadline,
  deadlineFields,
  defineBot,
  defineGame,
  RosterSeat,
  rosterFields,
  type BotScript,
  type CheckpointOf,
  type Game,
  type Room,
} from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

/** A seat of a game's own: with a hidden card. */
export const Hand = schema({ ...rosterFields(), card: t.uint8().default(0).view() }, 'Hand');

const State = schema(
  {
    ...deadlineFields(),
    matchEnds: t.ref(Deadline),
    seats: t.array(RosterSeat),
    hands: t.array(Hand),
    log: t.array('string'),
  },
  'PieceState',
);

const spec = {
  state: State,
  messages: { move: z.number(), kick: z.number() },
  questions: {
    rematch: { data: z.object({}), answer: z.boolean() },
    there: { data: z.object({}), answer: z.boolean() },
    kick: { data: z.object({ seat: z.number() }), answer: z.boolean() },
  },
  checkpoint: z.object({
    round: z.number(),
    activity: z.array(z.object({ player: z.string(), actedAt: z.number(), missed: z.number() })).default([]),
  }),
} as const;
export type PieceSpec = typeof spec;
export type PieceRoom = Room<PieceSpec>;
type Play = (room: PieceRoom, from?: CheckpointOf<PieceSpec>) => Promise<unknown>;

/** A game whose script is `play`: 20 ticks a second, four seats. */
export function pieceGame(play: Play): Game<PieceSpec> {
  return defineGame({
    name: 'pieces',
    title: 'Pieces',
    seats: { min: 1, max: 4 },
    tickRate: 20,
    ...spec,
    play: (room, from) => play(room, from),
  });
}

/** A bot that answers nothing. */
export const silentBot: BotScript<PieceSpec> = defineBot(
  pieceGame(async () => undefined),
  { name: 'silent', play: async (bot) => bot.until(() => false) },
);

export function pieceMatch(play: Play, bot: BotScript<PieceSpec> = silentBot): VirtualMatch<PieceSpec> {
  return new VirtualMatch<PieceSpec>(pieceGame(play), { bot });
}

/** The kicks of a match: the player and what they were told. */
export function kicksOf(match: VirtualMatch<PieceSpec>): [player: string, reason: string][] {
  return match.outputs.flatMap((output) => (output.kind === 'dismiss' ? [[output.player, output.reason]] : []));
}

/** The players to whom a question is open, by id. */
export function askedNow({ outputs }: VirtualMatch<PieceSpec>): string[] {
  const closed = new Set(outputs.flatMap((output) => (output.kind === 'asked' ? [output.question] : [])));
  return outputs.flatMap((output) => (output.kind === 'ask' && !closed.has(output.question) ? [output.to] : []));
}

export const NO_RESIDUE = { tasks: 0, waits: 0, timers: 0, listeners: 0 };
