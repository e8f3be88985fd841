/** A person of a trial: decodes what the match tells, plays by the game's script, and does what it is made to do. */
import { Decoder, type Schema } from '@colyseus/schema';
import { type BotLink, BotRun, type Output, type Steps } from '../../../shared/runtime/host.ts';
import type { GameSpec } from '../../../shared/runtime/index.ts';
import type { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Knowledge, SimGame } from './sim-game.ts';

export class TrialPlayer {
  readonly id: string;
  readonly #game: SimGame;
  readonly #match: VirtualMatch<GameSpec>;
  readonly #run: BotRun | undefined;
  #knows = false;

  /** @param looked is called whenever it has come to know something */
  constructor(
    game: SimGame,
    match: VirtualMatch<GameSpec>,
    id: string,
    seat: number | undefined,
    looked: (knowledge: Knowledge<Schema>) => void,
  ) {
    this.id = id;
    this.#game = game;
    this.#match = match;
    const decoder = new Decoder<Schema>(new game.game.state());
    const knowledge = { state: decoder.state, decoder, seat, player: id };
    let isWhole = true;
    match.connect(id, (bytes) => {
      decoder.decode(bytes);
      this.#knows = true;
      looked({ ...knowledge, isWhole });
      isWhole = false;
    });
    if (seat === undefined) return;
    // What it sees is of the last tick.
    if (game.game.input !== undefined) match.setInput(id, { seenMsAgo: 1_000 / game.game.tickRate } as never);
    const link: BotLink = {
      id,
      seat,
      seed: '1',
      send: async (type, data) => void match.send(id, type, data as never),
      answer: (question, answer) => void match.answer(id, answer, question),
      setInput: (controls) => match.setInput(id, controls as never),
    };
    this.#run = new BotRun(game.game, game.bot, link, decoder.state);
  }

  receive(output: Output): void {
    this.#run?.deliver(output);
  }

  /** Adds its tick to those that run together. */
  addStep(steps: Steps): void {
    if (this.#knows) this.#run?.addStep(steps);
  }

  /** Lets its frames tell these numbers, until its script thinks of others. */
  setInput(numbers: readonly number[], seenAtMs: number | undefined): void {
    const fields = Object.keys(this.#game.game.input?.ranges ?? {});
    const told = Object.fromEntries(fields.map((field, index) => [field, numbers[index] ?? 0]));
    this.#match.setInput(this.id, { ...told, seenMsAgo: this.#match.now - (seenAtMs ?? this.#match.now) } as never);
  }
}
