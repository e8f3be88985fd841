/** The types of what goes in and out of a game. */
import type { Schema } from '@colyseus/schema';
import type { z } from 'zod';
import type { InputFrame, InputSpec } from './input.ts';

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

/** How many messages of a type are kept while nobody awaits them. */
export function bufferLimit(game: GameSpec, type: string): number {
  const spec = game.messages[type];
  return spec !== undefined && 'limit' in spec ? spec.limit : 0;
}

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
  /** What each player's client tells in each tick. */
  readonly input?: InputSpec;
  /** What the script gives to `room.checkpoint()` and gets back as the second argument of `play`: plain data. */
  readonly checkpoint?: z.ZodType;
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
/** What `player.inputs` has. */
export type InputOf<S extends GameSpec> = S['input'] extends InputSpec<infer F> ? InputFrame<F> : never;
/** What a bot holds. */
export type InputData<S extends GameSpec> = Partial<Omit<InputOf<S>, 'seenMsAgo'>>;
/** What `room.checkpoint()` takes. */
export type CheckpointData<S extends GameSpec> = S['checkpoint'] extends z.ZodType ? z.input<S['checkpoint']> : never;
/** What `play` gets when it is entered anew. */
export type CheckpointOf<S extends GameSpec> = S['checkpoint'] extends z.ZodType
  ? z.output<S['checkpoint']>
  : undefined;
