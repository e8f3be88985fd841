/** The state of a table, decoded by every client. Each seat's dice are visible to that seat alone. */
import { schema, t, type SchemaType } from '@colyseus/schema';
import { deadlineFields } from '../../runtime/index.ts';

/** A seat at the table. `dice` is private to its player; `shown` is filled at the reveal for everyone to see. */
export const Seat = schema(
  {
    /** The player's id; '' for an empty seat. */
    player: t.string().default(''),
    name: t.string().default(''),
    bot: t.boolean().default(false),
    connected: t.boolean().default(true),
    /** Takes part in the match: still has dice and has not left. */
    playing: t.boolean().default(false),
    diceCount: t.uint8().default(0),
    /** Matches won at this table. */
    wins: t.uint16().default(0),
    dice: t.array('uint8').view(),
    shown: t.array('uint8'),
  },
  'Seat',
);
export type Seat = SchemaType<typeof Seat>;

/** A bid or call of this round. */
export const Call = schema(
  {
    seat: t.uint8().default(0),
    kind: t.string<'bid' | 'challenge' | 'spotOn'>().default('bid'),
    count: t.uint8().default(0),
    face: t.uint8().default(0),
    /** Made automatically because the seat ran out of time. */
    byHouse: t.boolean().default(false),
  },
  'Call',
);
export type Call = SchemaType<typeof Call>;

/** How the last round ended; read it while the phase is 'reveal'. */
export const Reveal = schema(
  {
    caller: t.int8().default(-1),
    kind: t.string<'challenge' | 'spotOn' | 'forfeit'>().default('challenge'),
    bidder: t.int8().default(-1),
    count: t.uint8().default(0),
    face: t.uint8().default(0),
    /** How many dice really showed the face, ones included. */
    actual: t.uint8().default(0),
    /** The seat whose dice change, and by how many: −1 or +1 (0: a right "spot on" with all five dice). */
    seat: t.int8().default(-1),
    change: t.int8().default(0),
  },
  'Reveal',
);
export type Reveal = SchemaType<typeof Reveal>;

export const ChatLine = schema(
  {
    name: t.string().default(''),
    seat: t.int8().default(-1),
    text: t.string().default(''),
    at: t.float64().default(0),
  },
  'ChatLine',
);
export type ChatLine = SchemaType<typeof ChatLine>;

/** waiting: for players · rolling: cups are shaken · bidding: the turn's seat bids, anyone may call · reveal: cups are up · result: somebody won, who plays again? */
export type Phase = 'waiting' | 'rolling' | 'bidding' | 'reveal' | 'result';

export const Table = schema(
  {
    phase: t.string<Phase>().default('waiting'),
    seats: t.array(Seat),
    round: t.uint16().default(0),
    /** The seat whose turn it is, −1 for none. */
    turn: t.int8().default(-1),
    calls: t.array(Call),
    reveal: t.ref(Reveal),
    /** The seat that won the match, −1 while it goes on. */
    winner: t.int8().default(-1),
    /** When the phase or turn ends. */
    ...deadlineFields(),
    chat: t.array(ChatLine),
    /** The skill of the bots at this table. */
    skill: t.string<'easy' | 'regular' | 'sharp'>().default('regular'),
  },
  'Table',
);
export type Table = SchemaType<typeof Table>;
