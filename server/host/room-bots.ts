/** The bots of one room: each sees what a client in its seat would see, and its messages enter as a client's do. */
import { randomInt } from 'node:crypto';
import type { StateView } from '@colyseus/schema';
import {
  type BotEntry,
  botEntryOf,
  type ClientOutput,
  isFor,
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

/** Draws an integer from 0 to below `below`. */
export type Draw = (below: number) => number;

/** What the bots need of their room. */
export interface BotsRoom {
  readonly members: Membership;
  readonly intake: Intake;
  readonly match: Match;
}

interface SeatedBot {
  readonly run: BotRun;
  readonly listener: PatchListener;
  /** What enters it with the next tick. */
  entries: BotEntry[];
  readonly seat: number;
  /** Its input frame. */
  held: readonly number[];
}

/** Logged of a call that a script forgot to await. */
export const UNAWAITED = 'call failed and was not awaited';

export class RoomBots {
  readonly #game: Game;
  readonly #script: BotScript | undefined;
  readonly #audience: Audience;
  readonly #room: BotsRoom;
  readonly #log: Log;
  readonly #draw: Draw;
  readonly #seated = new Map<string, SeatedBot>();
  readonly #inputShape: InputShape | undefined;
  /** The number of the last bot. */
  last = 0;

  constructor(
    game: Game,
    script: BotScript | undefined,
    audience: Audience,
    room: BotsRoom,
    log: Log,
    draw: Draw = (below) => randomInt(below),
  ) {
    this.#game = game;
    this.#inputShape = game.input && new InputShape(game.input);
    this.#script = script;
    this.#audience = audience;
    this.#room = room;
    this.#log = log;
    this.#draw = draw;
  }

  /** Has bots ask for free seats. */
  join(count: number): void {
    if (this.#script === undefined) return;
    const { members } = this.#room;
    for (let left = count; left > 0; left--) {
      const name = botName((each) => members.isNameTaken(each), this.#draw);
      const bot = new Member({ id: `${ID}${++this.last}`, name, spectator: false, bot: true }, this.#game.tickRate);
      // A bot that finds no seat is not needed.
      members.join(bot).catch(() => {});
    }
  }

  get size(): number {
    return this.#seated.size;
  }

  /** The name of their script. */
  get name(): string {
    return this.#script?.name ?? 'none';
  }

  /** The script of one of them is running. */
  get isCalling(): boolean {
    for (const { run } of this.#seated.values()) if (run.isCalling()) return true;
    return false;
  }

  /** Gives a bot the seat that it got from the match. It acts from the next tick on. */
  seat(id: string, seat: number, view: StateView | undefined): void {
    if (this.#script === undefined) return;
    const run = new BotRun(this.#game, this.#script, {
      id,
      seat,
      // After a restart it draws the same numbers.
      seed: `${this.#room.match.start.seed} ${id}`,
      tickRate: this.#game.tickRate,
      send: (type, data) =>
        new Promise((resolve) => {
          const member = this.#room.members.get(id);
          if (member === undefined) resolve({ code: 'not-seated', message: 'the bot has left' });
          else
            this.#room.intake.receiveMessage(member, type, data, {
              kind: 'once',
              reply: (reply) => resolve(reply.ok ? undefined : reply),
            });
        }),
      answer: (question, answer) => {
        const member = this.#room.members.get(id);
        if (member !== undefined)
          this.#room.intake.receiveAnswer(member, { question, answer }, { kind: 'once', reply: () => {} });
      },
      setInput: (controls) => this.#hold(id, controls),
    });
    const decoder = newDecoder(this.#room.match.state, () => this.#audience.handshake());
    const listener: PatchListener = { view, onPatch: (patch, offset) => void decoder.decode(patch, { offset }) };
    this.#audience.addListener(listener);
    run.state = decoder.state;
    this.#seated.set(id, { run, listener, entries: [], seat, held: this.#inputShape?.neutral() ?? [] });
    // It sees the state of the last tick.
    this.#hold(id, { seenMsAgo: 1_000 / this.#game.tickRate });
  }

  remove(id: string): void {
    const bot = this.#seated.get(id);
    if (bot === undefined) return;
    this.#seated.delete(id);
    this.#audience.removeListener(bot.listener);
  }

  /** Gives an output to the bots that it is for. */
  deliver(output: ClientOutput): void {
    for (const [id, { run, entries }] of this.#seated)
      if (run.ended === undefined && isFor(output, { id, spectator: false })) entries.push(botEntryOf(output));
  }

  /** Adds each bot's frame to the entries of the next tick. */
  addInputs(entries: Entry[]): void {
    const { match } = this.#room;
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

  /** Bots whose script has failed leave the match; other errors are logged. */
  dismissFailed(): void {
    for (const [id, { run }] of this.#seated) {
      for (const { error, path } of run.takeReports()) {
        this.#log.warn({ bot: id, game: this.#game.name, path, err: error }, UNAWAITED);
      }
      if (run.ended?.kind !== 'failed') continue;
      const { error, path } = run.ended;
      this.#log.error({ bot: id, game: this.#game.name, path, err: error }, 'bot failed and leaves');
      this.#room.members.leave(id);
    }
  }
}
