/** The types of what goes in and out of a game. */
import type { Schema } from '@colyseus/schema';
import type { z } from 'zod';
import type { InputFrame, InputSpec } from './input.ts';

/** A message type that may arrive while the script does not wait for it. */
export interface Buffered<T extends z.ZodType = z.ZodType> {
  /** The schema of the message's data. */
  readonly schema: T;
  /** How many messages are kept for each player. */
  readonly limit: number;
}

/**
 * Declares a message type as buffered: up to `limit` messages of a player are kept while the script does not wait for them. Without it,
 * a message that nobody waits for is refused.
 *
 * @example
 * messages: { move: Move, chat: buffered(z.string().max(200), 5) }
 */
export function buffered<T extends z.ZodType>(schema: T, limit: number): Buffered<T> {
  return { schema, limit };
}

/** A message type: the schema of its data, or a `buffered` one. */
export type MessageSpec = z.ZodType | Buffered;

/** How many messages of a type are kept for each player while the script does not wait for them. */
export function bufferLimit(game: GameSpec, type: string): number {
  const spec = game.messages[type];
  return spec !== undefined && 'limit' in spec ? spec.limit : 0;
}

/** A question that the script may ask a player. */
export interface QuestionSpec {
  /** The schema of what the player's client gets. */
  readonly data: z.ZodType;
  /** The schema of the answer. */
  readonly answer: z.ZodType;
}

/** Outside I/O that the script may ask for. `defineEffects` gives it what it does. */
export interface EffectSpec {
  /** The schema of what the script passes. */
  readonly args: z.ZodType;
  /** The schema of what the handler gives back. */
  readonly result: z.ZodType;
}

/**
 * The types of everything that goes in and out of a game. A game is its spec and more, so every type that takes a spec takes the game:
 * `Room<typeof coin>`, `Player<typeof coin>`, `StateOf<typeof coin>`. A helper for any game is generic over it.
 *
 * @example
 * async function countDown<G extends GameSpec>(room: Room<G>, seconds: number): Promise<void> {
 *   for (let left = seconds; left > 0; left--) await room.sleep(1_000);
 * }
 */
export interface GameSpec {
  /** The class of the state that clients see. */
  readonly state: new () => Schema;
  /** The room options that a creator may choose, with their defaults. */
  readonly options?: z.ZodType;
  /**
   * What players may choose for themselves when they join, with defaults for all of it: a schema that takes `{}`. Each player's are in
   * `player.options`.
   *
   * @example
   * joinOptions: z.strictObject({ team: z.enum(['red', 'blue']).default('red') })
   */
  readonly joinOptions?: z.ZodType;
  /** The messages that players may send, by type: a schema, or a `buffered` one. */
  readonly messages: Readonly<Record<string, MessageSpec>>;
  /** The questions that the script may ask players, by name. */
  readonly questions?: Readonly<Record<string, QuestionSpec>>;
  /** The one-off messages to clients, by type. */
  readonly notices?: Readonly<Record<string, z.ZodType>>;
  /** The outside I/O that the script may ask for, by name. */
  readonly effects?: Readonly<Record<string, EffectSpec>>;
  /** The input that each player's client sends in each tick. */
  readonly input?: InputSpec;
  /** The plain data that `room.checkpoint()` takes and `play` gets as its second argument. */
  readonly checkpoint?: z.ZodType;
}

/**
 * The state of a game.
 *
 * @example
 * function leader(state: StateOf<typeof coin>): string { … }
 */
export type StateOf<S extends GameSpec> = InstanceType<S['state']>;
/** The room options of a game, as its schema gives them: checked and with their defaults. */
export type OptionsOf<S extends GameSpec> = S['options'] extends z.ZodType
  ? z.output<S['options']>
  : S['options'] extends undefined
    ? undefined
    : never;
/** The options of a player, as the game's `joinOptions` schema gives them: checked and with their defaults. */
export type JoinOptionsOf<S extends GameSpec> = S['joinOptions'] extends z.ZodType
  ? z.output<S['joinOptions']>
  : S['joinOptions'] extends undefined
    ? undefined
    : unknown;
/** What a player sends as `joinOptions`. */
export type JoinOptionsInput<S extends GameSpec> = S['joinOptions'] extends z.ZodType
  ? z.input<S['joinOptions']>
  : S['joinOptions'] extends undefined
    ? undefined
    : unknown;
/** The types of a game's messages. */
export type MessageType<S extends GameSpec> = keyof S['messages'] & string;
/** The data of a message type, as its schema gives it. */
export type MessageData<S extends GameSpec, T extends MessageType<S>> =
  S['messages'][T] extends Buffered<infer B>
    ? z.output<B>
    : S['messages'][T] extends z.ZodType
      ? z.output<S['messages'][T]>
      : never;
/** The names of a game's questions. */
export type QuestionName<S extends GameSpec> = keyof NonNullable<S['questions']> & string;
/** What `player.ask(question, data)` takes as `data`. */
export type QuestionData<S extends GameSpec, Q extends QuestionName<S>> = z.output<
  NonNullable<S['questions']>[Q]['data']
>;
/** What `player.ask` gives: the answer, as the question's schema gives it. */
export type QuestionAnswer<S extends GameSpec, Q extends QuestionName<S>> = z.output<
  NonNullable<S['questions']>[Q]['answer']
>;
/** The types of a game's notices. */
export type NoticeType<S extends GameSpec> = keyof NonNullable<S['notices']> & string;
/** The data of a notice type, as its schema gives it. */
export type NoticeData<S extends GameSpec, N extends NoticeType<S>> = z.output<NonNullable<S['notices']>[N]>;
/** The names of a game's effects. */
export type EffectName<S extends GameSpec> = keyof NonNullable<S['effects']> & string;
/** What `room.effect(name, args)` takes as `args`. */
export type EffectArgs<S extends GameSpec, E extends EffectName<S>> = z.input<NonNullable<S['effects']>[E]['args']>;
/** What `room.effect(name, args)` gives. */
export type EffectResult<S extends GameSpec, E extends EffectName<S>> = z.output<
  NonNullable<S['effects']>[E]['result']
>;
/** An input frame in `player.inputs`. */
export type InputOf<S extends GameSpec> = S['input'] extends InputSpec<infer F> ? InputFrame<F> : never;
/** What `bot.setInput()` takes. */
export type InputData<S extends GameSpec> = Partial<Omit<InputOf<S>, 'seenMsAgo'>>;
/** What `room.checkpoint()` takes. */
export type CheckpointData<S extends GameSpec> = S['checkpoint'] extends z.ZodType ? z.input<S['checkpoint']> : never;
/** What `play` gets when it is restarted from a checkpoint. */
export type CheckpointOf<S extends GameSpec> = S['checkpoint'] extends z.ZodType
  ? z.output<S['checkpoint']>
  : undefined;
