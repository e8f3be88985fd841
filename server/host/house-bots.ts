/** The bots of one room: each sees what a client in its seat would see, and its messages enter as a client's do. */
import { randomInt } from 'node:crypto';
import { Reflection, type StateView } from '@colyseus/schema';
import { BotRun, type BotEntry, type BotScript, type Entry, type Game, type Step } from '../../shared/runtime/index.ts';
import type { Log } from '../log.ts';
import type { Audience, Ear } from './audience.ts';
import type { Door } from './door.ts';
import type { Intake } from './intake.ts';

/** What bots need of their room. */
export interface BotHome {
  readonly door: Door;
  readonly intake: Intake;
}

interface SeatedBot {
  readonly run: BotRun;
  readonly ear: Ear;
  /** What enters it at the next tick. */
  entries: BotEntry[];
}

export class HouseBots {
  readonly #game: Game;
  readonly #script: BotScript | undefined;
  readonly #audience: Audience;
  readonly #home: BotHome;
  readonly #log: Log;
  readonly #seated = new Map<string, SeatedBot>();

  constructor(game: Game, script: BotScript | undefined, audience: Audience, home: BotHome, log: Log) {
    this.#game = game;
    this.#script = script;
    this.#audience = audience;
    this.#home = home;
    this.#log = log;
  }

  /** Whether this game has a bot at all. */
  get exist(): boolean {
    return this.#script !== undefined;
  }

  get size(): number {
    return this.#seated.size;
  }

  /** Puts a bot into the seat that the match gave to it. It acts from the next tick on. */
  seat(id: string, seat: number, view: StateView | undefined): void {
    if (this.#script === undefined) return;
    const run = new BotRun(this.#game, this.#script, {
      id,
      seat,
      seed: randomInt(2 ** 32),
      tickRate: this.#game.tickRate,
      send: (type, data) =>
        new Promise((resolve) => {
          const member = this.#home.door.member(id);
          if (member === undefined) resolve({ code: 'not-seated', message: 'the bot has left' });
          else this.#home.intake.message(member, type, data, (reply) => resolve(reply.ok ? undefined : reply));
        }),
      answer: (question, answer) => {
        const member = this.#home.door.member(id);
        if (member !== undefined) this.#home.intake.answer(member, { question, answer }, () => {});
      },
    });
    const decoder = Reflection.decode(this.#audience.handshake());
    const ear: Ear = { view, hear: (patch) => void decoder.decode(patch, { offset: 1 }) };
    this.#audience.listen(ear);
    run.state = decoder.state;
    this.#seated.set(id, { run, ear, entries: [] });
  }

  remove(id: string): void {
    const bot = this.#seated.get(id);
    if (bot === undefined) return;
    this.#seated.delete(id);
    this.#audience.unlisten(bot.ear);
  }

  tell(id: string, entry: BotEntry): void {
    const bot = this.#seated.get(id);
    if (bot !== undefined && bot.run.ended === undefined) bot.entries.push(entry);
  }

  tellAll(entry: BotEntry): void {
    for (const id of this.#seated.keys()) this.tell(id, entry);
  }

  /** Adds each bot's tick to those that are stepped together. */
  addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    for (const bot of this.#seated.values()) {
      if (bot.run.ended !== undefined) continue;
      steps.push({ match: bot.run, entries: bot.entries });
      if (bot.entries.length > 0) bot.entries = [];
    }
  }

  /** Lets bots whose script has failed leave the match. */
  dismissFailed(): void {
    for (const [id, { run }] of this.#seated) {
      if (run.ended?.kind !== 'failed') continue;
      this.#log.error({ bot: id, game: this.#game.name, err: run.ended.error }, 'bot failed, and leaves');
      this.#home.door.leave(id);
    }
  }
}
