/** What a game is: its state, what its players may say, and the one async function that is its whole course. */
import type { Schema } from '@colyseus/schema';
import type { z } from 'zod';
import type { Room } from './room.ts';

/** A message type that may arrive while nobody waits for it: up to `limit` of them are kept for each player. */
export interface Buffered<T extends z.ZodType = z.ZodType> {
  readonly schema: T;
  readonly limit: number;
}

/** Declares a message type as buffered. */
export function buffered<T extends z.ZodType>(schema: T, limit: number): Buffered<T> {
  return { schema, limit };
}

export type MessageSpec = z.ZodType | Buffered;

/** A question that the script asks a player: what goes out, and what must come back. */
export interface QuestionSpec {
  readonly data: z.ZodType;
  readonly answer: z.ZodType;
}

/** Outside I/O that the script may ask for; the server registers a handler under the same name. */
export interface EffectSpec {
  readonly args: z.ZodType;
  readonly result: z.ZodType;
}

/** The types of everything that goes in and out of a game. */
export interface GameSpec {
  /** The class of the state that clients see. */
  readonly state: new () => Schema;
  /** What a room's creator may choose; defaults belong into it. */
  readonly options?: z.ZodType;
  readonly messages: Readonly<Record<string, MessageSpec>>;
  readonly questions?: Readonly<Record<string, QuestionSpec>>;
  /** One-off messages to clients. */
  readonly notices?: Readonly<Record<string, z.ZodType>>;
  readonly effects?: Readonly<Record<string, EffectSpec>>;
}

export type StateOf<S extends GameSpec> = InstanceType<S['state']>;
export type OptionsOf<S extends GameSpec> = S['options'] extends z.ZodType
  ? z.output<S['options']>
  : S['options'] extends undefined
    ? undefined
    : never;
export type MessageType<S extends GameSpec> = keyof S['messages'] & string;
export type MessageData<S extends GameSpec, T extends MessageType<S>> =
  S['messages'][T] extends Buffered<infer B>
    ? z.output<B>
    : S['messages'][T] extends z.ZodType
      ? z.output<S['messages'][T]>
      : never;
export type QuestionName<S extends GameSpec> = keyof NonNullable<S['questions']> & string;
export type QuestionData<S extends GameSpec, Q extends QuestionName<S>> = z.output<
  NonNullable<S['questions']>[Q]['data']
>;
export type QuestionAnswer<S extends GameSpec, Q extends QuestionName<S>> = z.output<
  NonNullable<S['questions']>[Q]['answer']
>;
export type NoticeType<S extends GameSpec> = keyof NonNullable<S['notices']> & string;
export type NoticeData<S extends GameSpec, N extends NoticeType<S>> = z.output<NonNullable<S['notices']>[N]>;
export type EffectName<S extends GameSpec> = keyof NonNullable<S['effects']> & string;
export type EffectArgs<S extends GameSpec, E extends EffectName<S>> = z.output<NonNullable<S['effects']>[E]['args']>;
export type EffectResult<S extends GameSpec, E extends EffectName<S>> = z.output<
  NonNullable<S['effects']>[E]['result']
>;

interface GameHeader<S extends GameSpec> {
  /** Short name for addresses and files: lower case, digits and dashes. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly seats: { readonly min: number; readonly max: number };
  /** How many seats a room has, where its creator chooses; `seats.max` unless given. */
  seatCount?(options: OptionsOf<S>): number;
  /** Ticks in a second. */
  readonly tickRate: number;
  /** How long a player whose connection dropped keeps the seat; 60 s unless given. */
  readonly reconnectGraceMs?: number;
  /** What a list of rooms tells about this one. */
  listing?(state: StateOf<S>): Record<string, string | number | boolean>;
  /** The whole match. The room ends when it returns. */
  play(room: Room<S>): Promise<unknown>;
}

/** A game, ready to be played. */
export type Game<S extends GameSpec = GameSpec> = S & GameHeader<S>;

/** The parts of a spec, each of a type of its own: so the script's types follow from how they are written. */
interface SpecOf<State, Options, Messages, Questions, Notices, Effects> {
  readonly state: State;
  readonly options: Options;
  readonly messages: Messages;
  readonly questions: Questions;
  readonly notices: Notices;
  readonly effects: Effects;
}

/**
 * Declares a game.
 *
 * @example
 * export const coin = defineGame({
 *   name: 'coin', title: 'Coin', seats: { min: 1, max: 1 }, tickRate: 10, state: CoinState,
 *   messages: { guess: z.enum(['heads', 'tails']) },
 *   async play(room) {
 *     const [player] = await room.seated(1);
 *     const guess = await player.next('guess', { timeoutMs: 10_000, otherwise: 'heads' });
 *     room.state.won = guess === room.random.pick(['heads', 'tails']);
 *   },
 * });
 *
 * @throws RangeError where a value makes no sense
 */
export function defineGame<
  State extends GameSpec['state'],
  Messages extends GameSpec['messages'],
  Options extends GameSpec['options'] = undefined,
  Questions extends GameSpec['questions'] = undefined,
  Notices extends GameSpec['notices'] = undefined,
  Effects extends GameSpec['effects'] = undefined,
>(
  game: Pick<SpecOf<State, Options, Messages, Questions, Notices, Effects>, 'state' | 'messages'> &
    Partial<SpecOf<State, Options, Messages, Questions, Notices, Effects>> &
    GameHeader<SpecOf<State, Options, Messages, Questions, Notices, Effects>>,
): Game<SpecOf<State, Options, Messages, Questions, Notices, Effects>> {
  if (!/^[a-z][a-z0-9-]*$/.test(game.name))
    throw new RangeError(`a game's name is like "liars-dice", not "${game.name}"`);
  if (!(game.tickRate >= 1 && game.tickRate <= 128)) {
    throw new RangeError(`${game.name}: tickRate is 1 to 128 ticks a second, not ${game.tickRate}`);
  }
  const { min, max } = game.seats;
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min)) {
    throw new RangeError(`${game.name}: seats are { min, max } with 1 ≤ min ≤ max`);
  }
  for (const type of Object.keys(game.messages)) {
    if (type.startsWith('$')) throw new RangeError(`${game.name}: message types beginning with $ are the server's own`);
  }
  // Parts that are not given have the type undefined.
  return game as Game<SpecOf<State, Options, Messages, Questions, Notices, Effects>>;
}
