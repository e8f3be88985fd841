/** The questions of a table, made from what the server asks. */
import type { GameSpec } from '../../shared/runtime/index.ts';
import type { Ask } from '../../shared/wire.ts';
import type { SendFailure } from './connection.ts';
import type { Question } from './table.ts';

export class OpenQuestions<G extends GameSpec> {
  readonly #answer: (question: number, value: unknown) => Promise<SendFailure | undefined>;
  #asks: readonly Ask[] = [];
  #questions: readonly Question<G>[] = [];

  /** @param answer sends the answer to the question with this number */
  constructor(answer: (question: number, value: unknown) => Promise<SendFailure | undefined>) {
    this.#answer = answer;
  }

  /** The questions behind `asks`: the same array for the same one, and the same question while it is open. */
  of(asks: readonly Ask[]): readonly Question<G>[] {
    if (asks === this.#asks) return this.#questions;
    this.#asks = asks;
    this.#questions = asks.map((ask) => this.#known(ask.question) ?? this.#open(ask));
    return this.#questions;
  }

  #known(number: number): Question<G> | undefined {
    return this.#questions.find((question) => question.number === number);
  }

  /** The server has checked the data by the game's schema. */
  #open({ question: number, name, data }: Ask): Question<G> {
    return { number, name, data, answer: (value: unknown) => this.#answer(number, value) } as Question<G>;
  }
}
