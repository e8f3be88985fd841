/** The bots in the seats of a match: each sees what a client in its seat would see, and its messages enter as a client's do. */
import { BotRun, type BotScript } from './bot.ts';
import type { Steps } from '../match/steps.ts';
import type { Output } from '../record/entries.ts';
import type { Game } from '../room/game.ts';
import type { GameSpec, StateOf } from '../room/spec.ts';
import type { Refusal } from '../record/refusals.ts';

/** What a bot's host does for it: the same as for a client. */
export interface BotHome<S extends GameSpec = GameSpec> {
  /** Adds a client for a bot, and returns the state that it decodes. */
  connect(bot: string): StateOf<S>;
  /** Sends a message; `replied` is called with the reply to it. */
  submit(bot: string, type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void;
  /** Answers a question. */
  answer(bot: string, question: number, answer: unknown): void;
  /** Sets fields of the input frames of a bot. */
  setInput(bot: string, controls: Readonly<Record<string, number>>): void;
}

/**
 * The bots of one match.
 *
 * @example
 * const bots = new BotSeats(coin, guesser, match.start.seed, home);
 * bots.seat('bot-1', 0);
 */
export class BotSeats<S extends GameSpec = GameSpec> {
  readonly #game: Game;
  readonly #script: BotScript<S>;
  readonly #seed: string;
  readonly #home: BotHome<S>;
  readonly #runs = new Map<string, BotRun<S>>();

  /**
   * The bots of a match; none yet.
   *
   * @param seed of the match: after a restart each bot draws the same numbers
   */
  constructor(game: Game, script: BotScript<S>, seed: string, home: BotHome<S>) {
    this.#game = game;
    this.#script = script;
    this.#seed = seed;
    this.#home = home;
  }

  /** The bots by their ids. */
  get runs(): ReadonlyMap<string, BotRun<S>> {
    return this.#runs;
  }

  /** Starts a bot in the seat that it got from the match. It acts from the next tick on. */
  seat(id: string, seat: number): void {
    const home = this.#home;
    const link = {
      id,
      seat,
      seed: `${this.#seed} ${id}`,
      send: (type: string, data: unknown) =>
        new Promise<Refusal | undefined>((resolve) => home.submit(id, type, data, resolve)),
      answer: (question: number, answer: unknown) => home.answer(id, question, answer),
      setInput: (controls: Readonly<Record<string, number>>) => home.setInput(id, controls),
    };
    this.#runs.set(id, new BotRun(this.#game, this.#script, link, home.connect(id)));
    // It sees the state of the last tick.
    home.setInput(id, { seenMsAgo: 1_000 / this.#game.tickRate });
  }

  /** Stops a bot. */
  remove(id: string): void {
    this.#runs.delete(id);
  }

  /** Gives an output to the bots that it is for. */
  deliver(output: Output): void {
    for (const run of this.#runs.values()) run.deliver(output);
  }

  /** Adds the tick of each bot to those that run together. */
  addSteps(steps: Steps): void {
    for (const run of this.#runs.values()) run.addStep(steps);
  }
}
