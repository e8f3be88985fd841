/** The types of a game as its pages see it: what they send has not been through the game's schemas yet. */
import type { z } from 'zod';
import type {
  Buffered,
  GameSpec,
  InputData,
  JoinOptionsInput,
  MessageType,
  NoticeType,
  QuestionName,
} from '../../shared/runtime/index.ts';

/** A game as a page names it. `typeof coin` is one, also where `coin` is imported as a type only. */
export type NamedGame = GameSpec & { readonly name: string };

/** `string` for a part that a game has, `never` for one that it lacks: then no name is right. */
type NamesIn<Part> = [NonNullable<Part>] extends [never] ? never : string;

/** The name of a game. */
export type GameName<G extends GameSpec> = G extends { readonly name: infer Name extends string } ? Name : string;

/** That of several games that has the name. */
export type GameNamed<G extends NamedGame, Name extends string> = G extends NamedGame
  ? Name extends G['name']
    ? G
    : never
  : never;

/** What somebody who joins may choose. */
export type JoinPart<G extends GameSpec> = { readonly joinOptions?: JoinOptionsInput<G> };

/** What a page sends as the data of a message. Unknown where the game is. */
export type MessageInput<G extends GameSpec, T extends MessageType<G>> =
  G['messages'][T] extends Buffered<infer Data>
    ? z.input<Data>
    : G['messages'][T] extends z.ZodType
      ? z.input<G['messages'][T]>
      : unknown;

/** The names of the questions that a page may have to answer. */
export type AskedName<G extends GameSpec> = QuestionName<G> & NamesIn<G['questions']>;

/** What a page sends as the answer to a question. */
export type AnswerInput<G extends GameSpec, Q extends QuestionName<G>> = z.input<
  NonNullable<G['questions']>[Q]['answer']
>;

/** The names of the notices that a page gets. */
export type ReceivedNotice<G extends GameSpec> = NoticeType<G> & NamesIn<G['notices']>;

/** The room options as a page sends them: those with a default may be left out. */
export type OptionsInput<G extends GameSpec> = G['options'] extends z.ZodType
  ? z.input<G['options']>
  : G['options'] extends undefined
    ? Readonly<Record<string, never>>
    : Readonly<Record<string, unknown>>;

/** The fields of an input frame that a page sets; none for a game without input frames. */
export type InputFields<G extends GameSpec> = [NonNullable<G['input']>] extends [never] ? never : InputData<G>;
