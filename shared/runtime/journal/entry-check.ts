/** Holds what a recording says that clients have sent against the game's own schemas: files may come from anybody. */
import type { Entry, Output } from '../record/entries.ts';
import type { GameSpec } from '../room/spec.ts';
import { validateAnswer, validateMessage } from '../room/validate.ts';

export class EntryCheck {
  readonly #game: GameSpec;
  /** The names of the questions that are open. */
  readonly #questions = new Map<number, string>();

  constructor(game: GameSpec) {
    this.#game = game;
  }

  /** The match has put this out. */
  hear(output: Output): void {
    if (output.kind === 'ask') this.#questions.set(output.question, output.name);
    else if (output.kind === 'asked') this.#questions.delete(output.question);
  }

  /** What no room would have let in, for people; undefined: all of it may have come from clients. */
  refusal(entries: readonly Entry[]): string | undefined {
    for (const entry of entries) {
      const checked =
        entry.kind === 'message'
          ? validateMessage(this.#game, entry.type, entry.data)
          : entry.kind === 'answer'
            ? this.#answer(entry.question, entry.answer)
            : undefined;
      if (checked?.ok === false) return checked.message;
    }
    return undefined;
  }

  /** The match refuses answers to questions that are not open, whatever they are. */
  #answer(question: number, answer: unknown): ReturnType<typeof validateAnswer> | undefined {
    const name = this.#questions.get(question);
    return name === undefined ? undefined : validateAnswer(this.#game, name, answer);
  }
}
