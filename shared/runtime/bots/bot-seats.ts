/** The bots in the seats of a match without a network: each sees what a client in its seat would see. */
import { BotRun, type BotScript } from './bot.ts';
import type { BotEntry, Output } from '../record/entries.ts';
import { botEntryOf, isFor } from '../record/recipients.ts';
import type { Game } from '../room/game.ts';
import type { GameSpec, StateOf } from '../room/spec.ts';
import type { Refusal } from '../record/refusals.ts';
import { stepMatches, type Step } from '../match/steps.ts';

/** What a bot's host does for it: the same as for a client. */
export interface BotHome<S extends GameSpec> {
  connect(player: string): StateOf<S>;
  submit(player: string, type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void;
  answer(player: string, question: number, answer: unknown): void;
  setInput(player: string, controls: Readonly<Record<string, number>>): void;
}

interface SeatedBot<S extends GameSpec> {
  readonly run: BotRun<S>;
  /** The entries of its next step. */
  entries: BotEntry[];
}

export class BotSeats<S extends GameSpec> {
  readonly #game: Game;
  readonly #script: BotScript<S>;
  readonly #seed: string;
  readonly #home: BotHome<S>;
  readonly #seated = new Map<string, SeatedBot<S>>();

  constructor(game: Game, script: BotScript<S>, seed: string, home: BotHome<S>) {
    this.#game = game;
    this.#script = script;
    this.#seed = seed;
    this.#home = home;
  }

  /** Starts a bot in the seat that the match assigned. */
  seat(id: string, seat: number): void {
    const { tickRate } = this.#game;
    const run = new BotRun(this.#game, this.#script, {
      id,
      seat,
      seed: this.#seed,
      tickRate,
      send: (type, data) => new Promise((resolve) => this.#home.submit(id, type, data, resolve)),
      answer: (question, answer) => this.#home.answer(id, question, answer),
      setInput: (controls) => this.#home.setInput(id, controls),
    });
    run.state = this.#home.connect(id);
    // It sees the state of the last tick.
    this.#home.setInput(id, { seenMsAgo: 1_000 / tickRate });
    this.#seated.set(id, { run, entries: [] });
  }

  remove(id: string): void {
    this.#seated.delete(id);
  }

  /** Passes an output on to the bots that it is for. */
  deliver(output: Output): void {
    for (const [id, { entries }] of this.#seated)
      if (isFor(output, { id, spectator: false })) entries.push(botEntryOf(output));
  }

  /** Runs one tick of each. */
  step(): Promise<void> {
    const steps: Step<BotEntry>[] = [];
    for (const bot of this.#seated.values()) {
      steps.push({ match: bot.run, entries: bot.entries });
      if (bot.entries.length > 0) bot.entries = [];
    }
    return stepMatches(steps);
  }

  /** The bots whose script has failed. */
  failed(): { readonly id: string; readonly error: Error }[] {
    const failed: { id: string; error: Error }[] = [];
    for (const [id, { run }] of this.#seated) {
      if (run.ended?.kind === 'failed') failed.push({ id, error: run.ended.error });
    }
    return failed;
  }
}
