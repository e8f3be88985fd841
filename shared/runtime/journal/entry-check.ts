/** Checks the client data in a recording with the game's schemas, as a replay file may come from anywhere. */
import type { Entry, Output } from '../record/entries.ts';
import type { GameSpec } from '../room/spec.ts';
import { validateAnswer, validateJoinOptions, validateMessage } from '../room/validate.ts';

export class EntryCheck {
  readonly #game: GameSpec;
  /** The names of open questions. */
  readonly #questions = new Map<number, string>();

  constructor(game: GameSpec) {
    this.#game = game;
  }

  /** Notes an output of the match. */
  hear(output: Output): void {
    if (output.kind === 'ask') this.#questions.set(output.question, output.name);
    else if (output.kind === 'asked') this.#questions.delete(output.question);
  }

  /** What a room would have refused, as text; undefined if all of it is valid. */
  refusal(entries: readonly Entry[]): string | undefined {
    for (const entry of entries) {
      const checked =
        entry.kind === 'message'
          ? validateMessage(this.#game, entry.type, entry.data)
          : entry.kind === 'answer'
            ? this.#answer(entry.question, entry.answer)
            : entry.kind === 'join' && entry.options !== undefined
              ? validateJoinOptions(this.#game, entry.options)
              : undefined;
      if (checked?.ok === false) return checked.message;
    }
    return undefined;
  }

  /** The match itself refuses answers to questions that are not open. */
  #answer(question: number, answer: unknown): ReturnType<typeof validateAnswer> | undefined {
    const name = this.#questions.get(question);
    return name === undefined ? undefined : validateAnswer(this.#game, name, answer);
  }
}
