/** The bots of one room: each sees what a client in its seat would see, and its messages enter as a client's do. */
import { randomInt } from 'node:crypto';
import type { StateView } from '@colyseus/schema';
import {
  type BotEntry,
  BotRun,
  type Entry,
  inputEntry,
  InputShape,
  type Match,
  newDecoder,
  type Step,
} from '../../shared/runtime/host.ts';
import type { BotScript, Game } from '../../shared/runtime/index.ts';
import type { Log } from '../log.ts';
import type { Audience, PatchListener } from './audience.ts';
import { botName } from '../../shared/bot-names.ts';
import type { Membership } from './members/membership.ts';
import type { Intake } from './intake/intake.ts';
import { Member } from './members/member.ts';

const ID = 'bot-';

/** The number in a bot's id. */
export function botNumber(id: string): number {
  return Number(id.slice(ID.length));
}

/** Draws a whole number from 0, less than `below`. */
export type Draw = (below: number) => number;

/** What bots need of their room. */
export interface BotsRoom {
  readonly members: Membership;
  readonly intake: Intake;
  readonly match: Match;
}

interface SeatedBot {
  readonly run: BotRun;
  readonly ear: PatchListener;
  /** What enters it at the next tick. */
  entries: BotEntry[];
  readonly seat: number;
  /** The numbers of the input frames that it sends. */
  held: readonly number[];
}

/** What is logged of a call that a script forgot to await. */
export const UNAWAITED = 'a call failed, and nobody awaited it';

export class RoomBots {
  readonly #game: Game;
  readonly #script: BotScript | undefined;
  readonly #audience: Audience;
  readonly #home: BotsRoom;
  readonly #log: Log;
  readonly #draw: Draw;
  readonly #seated = new Map<string, SeatedBot>();
  readonly #inputShape: InputShape | undefined;
  /** The number of the last bot that came. */
  last = 0;

  constructor(
    game: Game,
    script: BotScript | undefined,
    audience: Audience,
    home: BotsRoom,
    log: Log,
    draw: Draw = (below) => randomInt(below),
  ) {
    this.#game = game;
    this.#inputShape = game.input && new InputShape(game.input);
    this.#script = script;
    this.#audience = audience;
    this.#home = home;
    this.#log = log;
    this.#draw = draw;
  }

  /** Lets bots ask for free seats. */
  join(count: number): void {
    if (this.#script === undefined) return;
    const { members: door } = this.#home;
    for (let left = count; left > 0; left--) {
      const name = botName((each) => door.isNameTaken(each), this.#draw);
      const bot = new Member({ id: `${ID}${++this.last}`, name, spectator: false, bot: true }, this.#game.tickRate);
      // One that finds no seat is not missed.
      door.join(bot).catch(() => {});
    }
  }

  get size(): number {
    return this.#seated.size;
  }

  /** What their script is called. */
  get name(): string {
    return this.#script?.name ?? 'none';
  }

  /** Whether the script of one of them is calling. */
  get isCalling(): boolean {
    for (const { run } of this.#seated.values()) if (run.isCalling()) return true;
    return false;
  }

  /** Puts a bot into the seat that the match gave to it. It acts from the next tick on. */
  seat(id: string, seat: number, view: StateView | undefined): void {
    if (this.#script === undefined) return;
    const run = new BotRun(this.#game, this.#script, {
      id,
      seat,
      // After a restart it is the same one again.
      seed: `${this.#home.match.start.seed} ${id}`,
      tickRate: this.#game.tickRate,
      send: (type, data) =>
        new Promise((resolve) => {
          const member = this.#home.members.get(id);
          if (member === undefined) resolve({ code: 'not-seated', message: 'the bot has left' });
          else
            this.#home.intake.receiveMessage(member, type, data, {
              kind: 'once',
              reply: (reply) => resolve(reply.ok ? undefined : reply),
            });
        }),
      answer: (question, answer) => {
        const member = this.#home.members.get(id);
        if (member !== undefined)
          this.#home.intake.receiveAnswer(member, { question, answer }, { kind: 'once', reply: () => {} });
      },
      setInput: (controls) => this.#hold(id, controls),
    });
    const decoder = newDecoder(this.#home.match.state, () => this.#audience.handshake());
    const ear: PatchListener = { view, onPatch: (patch, offset) => void decoder.decode(patch, { offset }) };
    this.#audience.addListener(ear);
    run.state = decoder.state;
    this.#seated.set(id, { run, ear, entries: [], seat, held: this.#inputShape?.neutral() ?? [] });
    // What it sees is of the last tick.
    this.#hold(id, { seenMsAgo: 1_000 / this.#game.tickRate });
  }

  remove(id: string): void {
    const bot = this.#seated.get(id);
    if (bot === undefined) return;
    this.#seated.delete(id);
    this.#audience.removeListener(bot.ear);
  }

  push(id: string, entry: BotEntry): void {
    const bot = this.#seated.get(id);
    if (bot !== undefined && bot.run.ended === undefined) bot.entries.push(entry);
  }

  pushAll(entry: BotEntry): void {
    for (const id of this.#seated.keys()) this.push(id, entry);
  }

  /** Adds a frame of each bot to what enters at the next tick. */
  addInputs(entries: Entry[]): void {
    const { match } = this.#home;
    for (const [id, { seat, held }] of this.#seated) {
      const last = match.inputOf(id);
      if (last !== undefined) entries.push(inputEntry(seat, last, held));
    }
  }

  /** Adds each bot's tick to those that are stepped together. */
  addSteps(steps: (Step<Entry> | Step<BotEntry>)[]): void {
    for (const bot of this.#seated.values()) {
      if (bot.run.ended !== undefined) continue;
      steps.push({ match: bot.run, entries: bot.entries });
      if (bot.entries.length > 0) bot.entries = [];
    }
  }

  #hold(id: string, controls: Readonly<Record<string, number>>): void {
    const bot = this.#seated.get(id);
    if (bot !== undefined && this.#inputShape !== undefined) bot.held = this.#inputShape.merge(bot.held, controls);
  }

  /** Lets bots whose script has failed leave the match, and logs what went wrong in others. */
  dismissFailed(): void {
    for (const [id, { run }] of this.#seated) {
      for (const { error, path } of run.takeReports()) {
        this.#log.warn({ bot: id, game: this.#game.name, path, err: error }, UNAWAITED);
      }
      if (run.ended?.kind !== 'failed') continue;
      const { error, path } = run.ended;
      this.#log.error({ bot: id, game: this.#game.name, path, err: error }, 'bot failed, and leaves');
      this.#home.members.leave(id);
    }
  }
}
