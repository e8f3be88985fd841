/** The bots of one room: each sees what a client in its seat would see, and its messages enter as a client's do. */
import { randomInt } from 'node:crypto';
import type { Schema } from '@colyseus/schema';
import {
  type BotHome,
  BotSeats,
  type ClientOutput,
  type Entry,
  inputEntry,
  InputShape,
  type Match,
  newDecoder,
  type Steps,
} from '../../shared/runtime/host.ts';
import type { BotScript, Game, Refusal } from '../../shared/runtime/index.ts';
import type { Reply } from '../../shared/wire.ts';
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

/** Logged of a call that a script forgot to await. */
export const UNAWAITED = 'call failed and was not awaited';

export class RoomBots implements BotHome {
  readonly #game: Game;
  readonly #script: BotScript | undefined;
  readonly #audience: Audience;
  readonly #room: BotsRoom;
  readonly #log: Log;
  readonly #draw: Draw;
  readonly #seats: BotSeats | undefined;
  readonly #listeners = new Map<string, PatchListener>();
  readonly #inputShape: InputShape | undefined;
  /** The input frames of bots, in the order of their arrival. */
  readonly #held = new Map<string, { readonly seat: number; frame: readonly number[] }>();
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
    this.#seats = script && new BotSeats(game, script, room.match.start.seed, this);
  }

  /** Has bots ask for free seats. */
  join(count: number): void {
    if (this.#script === undefined) return;
    const { members } = this.#room;
    for (let left = count; left > 0; left--) {
      const name = botName((each) => members.isNameTaken(each), this.#draw);
      const bot = new Member({ id: `${ID}${++this.last}`, name, spectator: false, bot: true }, this.#game);
      // A bot that finds no seat is not needed.
      members.join(bot).catch(() => {});
    }
  }

  get size(): number {
    return this.#seats?.runs.size ?? 0;
  }

  /** The name of their script. */
  get name(): string {
    return this.#script?.name ?? 'none';
  }

  /** The script of one of them is running. */
  get isCalling(): boolean {
    for (const run of this.#seats?.runs.values() ?? []) if (run.isCalling()) return true;
    return false;
  }

  /** Gives a bot the seat that it got from the match. It acts from the next tick on. */
  seat(id: string, seat: number): void {
    if (this.#inputShape !== undefined) this.#held.set(id, { seat, frame: this.#inputShape.neutral() });
    this.#seats?.seat(id, seat);
  }

  remove(id: string): void {
    this.#seats?.remove(id);
    this.#held.delete(id);
    const listener = this.#listeners.get(id);
    if (listener !== undefined) this.#audience.removeListener(listener);
    this.#listeners.delete(id);
  }

  /** Gives an output to the bots that it is for. */
  deliver(output: ClientOutput): void {
    this.#seats?.deliver(output);
  }

  /** Adds each bot's frame to the entries of the next tick. */
  addInputs(entries: Entry[]): void {
    for (const [id, { seat, frame }] of this.#held) {
      const last = this.#room.match.inputOf(id);
      if (last !== undefined) entries.push(inputEntry(seat, last, frame));
    }
  }

  /** Adds each bot's tick to those that are stepped together. */
  addSteps(steps: Steps): void {
    this.#seats?.addSteps(steps);
  }

  /** Bots whose script has failed leave the match; other errors are logged. */
  dismissFailed(): void {
    for (const [id, run] of this.#seats?.runs ?? []) {
      for (const { error, path } of run.takeReports()) {
        this.#log.warn({ bot: id, game: this.#game.name, path, err: error }, UNAWAITED);
      }
      if (run.ended?.kind !== 'failed') continue;
      const { error, path } = run.ended;
      this.#log.error({ bot: id, game: this.#game.name, path, err: error }, 'bot failed and leaves');
      this.#room.members.leave(id);
    }
  }

  connect(id: string): Schema {
    const { match } = this.#room;
    const decoder = newDecoder(match.state, () => this.#audience.handshake());
    const listener: PatchListener = {
      view: match.viewOf(id),
      onPatch: (patch, offset) => void decoder.decode(patch, { offset }),
    };
    this.#listeners.set(id, listener);
    this.#audience.addListener(listener);
    return decoder.state;
  }

  submit(id: string, type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void {
    const member = this.#room.members.get(id);
    if (member === undefined) return replied({ code: 'not-seated', message: 'the bot has left' });
    const reply = (to: Reply): void => replied(to.ok ? undefined : to);
    this.#room.intake.receiveMessage(member, type, data, { kind: 'once', reply });
  }

  answer(id: string, question: number, answer: unknown): void {
    const member = this.#room.members.get(id);
    if (member !== undefined)
      this.#room.intake.receiveAnswer(member, { question, answer }, { kind: 'once', reply: () => {} });
  }

  setInput(id: string, controls: Readonly<Record<string, number>>): void {
    const held = this.#held.get(id);
    if (held !== undefined && this.#inputShape !== undefined) held.frame = this.#inputShape.merge(held.frame, controls);
  }
}
