/**
 * A host without a network: one match, the clients that decode what they may see of it, and the bots in its seats. It has
 * no clock: whoever drives it calls `tick()`.
 */
import type { BotScript } from '../bots/bot.ts';
import type { Entry, MatchEnd, Output } from '../record/entries.ts';
import { spectatorDelayTicks } from '../room/game.ts';
import type { GameSpec, StateOf } from '../room/spec.ts';
import { inputEntry, InputShape } from '../room/input.ts';
import { BotSeats } from '../bots/bot-seats.ts';
import { Loopback } from './loopback.ts';
import type { Match } from '../match/match.ts';
import type { StateMismatch } from '../errors/errors.ts';
import { failureText } from '../kernel/script-failure.ts';
import type { Frame, RecordedEnd, Recording } from '../record/recording.ts';
import type { Refusal } from '../record/refusals.ts';
import { stateCheckOf } from './state-check.ts';
import { resumeMatches, stepMatches } from '../match/steps.ts';
import { installTraps } from '../kernel/traps.ts';
import { validateAnswer, validateMessage } from '../room/validate.ts';

export interface LocalHostOptions<S extends GameSpec> {
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript<S> | undefined;
  /** What a bot that comes draws its chances from. */
  readonly botSeed: string;
  readonly botName: (number: number) => string;
  /** Every client has its patch of this tick. */
  readonly patched?: () => void;
  /** Is given what the tick puts out, one after the other, after that. */
  readonly released?: (output: Output) => void;
  /** Is given what is to be written down, for `recording()`. */
  readonly recorded?: (frame: Frame) => void;
  /** The match goes on from a snapshot. */
  readonly resumes?: boolean;
  /** What clients decode is checked after every patch, and this is given the first difference; undefined: it is not checked. */
  readonly mismatched?: ((error: StateMismatch) => void) | undefined;
}

const BOT = 'bot-';

/**
 * Hosts one match.
 *
 * @example
 * const host = new LocalHost(new Match(coin, start, { trace: true }), { botSeed: '7', botName: (number) => `Bot ${number}` });
 * const ann = host.join('Ann');
 * await host.tick();
 * const state = host.connect(ann); // whole after the next tick
 */
export class LocalHost<S extends GameSpec> {
  readonly match: Match<S>;
  readonly #options: LocalHostOptions<S>;
  readonly #loopback: Loopback<StateOf<S>>;
  readonly #bots: BotSeats<S> | undefined;
  readonly #shape: InputShape | undefined;
  /** What players hold, by their ids. */
  readonly #held = new Map<string, number[]>();
  /** The names of open questions. */
  readonly #questions = new Map<number, string>();
  readonly #replies = new Map<number, (refusal: Refusal | undefined) => void>();
  #resumed: boolean;
  #entries: Entry[] = [];
  #lastRef = 0;
  #lastId = 0;

  /** @param match of which no tick was run yet; with `trace` where its recording is to be played again */
  constructor(match: Match<S>, options: LocalHostOptions<S>) {
    installTraps();
    const { game, players, spectators } = match;
    this.match = match;
    this.#options = options;
    this.#shape = game.input && new InputShape(game.input);
    const check = options.mismatched && stateCheckOf(match, options.mismatched);
    this.#loopback = new Loopback(match.state, check, spectatorDelayTicks(game));
    this.#bots = options.bot && new BotSeats(game, options.bot, options.botSeed, this);
    this.#resumed = options.resumes !== true;
    for (const id of [...players.map((player) => player.id), ...spectators]) {
      this.#lastId = Math.max(this.#lastId, numberOf(id));
    }
    for (const { id, seat, bot } of players) if (bot) this.#bots?.seat(id, seat);
  }

  /** Lets somebody ask for a seat at the next tick. Gives the player's id. */
  join(name: string): string {
    const player = this.#newId('p');
    this.enter({ kind: 'join', player, name: name.toWellFormed(), bot: false });
    return player;
  }

  /** Lets somebody watch from the next tick on. Gives the spectator's id. */
  spectate(name: string): string {
    const player = this.#newId('p');
    this.enter({ kind: 'spectate', player, name: name.toWellFormed() });
    return player;
  }

  leave(player: string): void {
    this.#loopback.leave(player);
    this.#bots?.remove(player);
    this.#held.delete(player);
    this.enter({ kind: 'leave', player });
  }

  /** Lets anything in at the next tick. */
  enter(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Sends a message, checked as the server does; it arrives at the next tick. */
  submit(player: string, type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void {
    const checked = validateMessage(this.match.game, type, data);
    if (checked.ok) this.enter({ kind: 'message', player, type, data: checked.data, ref: this.expect(replied) });
    else replied(checked);
  }

  /** Answers a question, checked as the server does. */
  answer(
    player: string,
    question: number,
    answer: unknown,
    replied: (refusal: Refusal | undefined) => void = () => {},
  ): void {
    const checked = validateAnswer(this.match.game, this.#questions.get(question) ?? '', answer);
    if (checked.ok) this.enter({ kind: 'answer', player, question, answer: checked.data, ref: this.expect(replied) });
    else replied(checked);
  }

  /** A `ref` for an entry; `replied` is called with the reply to it. */
  expect(replied: (refusal: Refusal | undefined) => void): number {
    this.#replies.set(++this.#lastRef, replied);
    return this.#lastRef;
  }

  /**
   * Lets a player hold controls: one input frame in each tick from the next on tells them. Fields that are left out stay as
   * they are. undefined: no more frames come.
   */
  setInput(player: string, controls: Readonly<Record<string, number>> | undefined): void {
    if (controls === undefined) this.#held.delete(player);
    else if (this.#shape !== undefined) {
      this.#held.set(player, this.#shape.merge(this.#held.get(player) ?? this.#shape.neutral(), controls));
    }
  }

  /**
   * Adds a client that decodes its patches as one of the network does, and gives its state: it is whole after the next tick,
   * or for a spectator after the delay that the game has for them.
   *
   * @param onBytes is given every patch as it would be on the wire
   */
  connect(player: string, onBytes?: (bytes: Uint8Array) => void): StateOf<S> {
    const { spectators } = this.match;
    return this.#loopback.join(player, this.match.viewOf(player), onBytes, spectators.has(player));
  }

  /** Runs one tick of the match, tells its clients, and then one of each bot. Await it before the next. */
  async tick(): Promise<void> {
    if (!this.#resumed) await this.resume();
    // Inputs come first: they are of those who sit there now.
    const entries = this.#inputs();
    for (const entry of this.#entries) entries.push(entry);
    this.#entries = [];
    await stepMatches([{ match: this.match, entries }]);
    this.#record(entries);
    this.#release();
    await this.#bots?.step();
  }

  /** What goes on from a snapshot does so now; later calls do nothing. The first tick does the same. */
  async resume(): Promise<void> {
    if (this.#resumed) return;
    this.#resumed = true;
    await resumeMatches([this.match]);
    this.#release();
  }

  /** The match so far, of the frames that `recorded` was given. Where it goes on from a snapshot, what came after that. */
  recording(frames: readonly Frame[]): Recording {
    const { start, tick, ended } = this.match;
    const recording = { start, frames, lastTick: tick };
    return ended === undefined ? recording : { ...recording, end: endOf(ended) };
  }

  /** Bots whose script has failed: they sit there and do nothing more. */
  failedBots(): { readonly id: string; readonly error: Error }[] {
    return this.#bots?.failed() ?? [];
  }

  #newId(prefix: string): string {
    return `${prefix}${++this.#lastId}`;
  }

  #inputs(): Entry[] {
    const inputs: Entry[] = [];
    if (this.#held.size === 0) return inputs;
    for (const { id, seat } of this.match.players) {
      const [held, last] = [this.#held.get(id), this.match.inputOf(id)];
      if (held !== undefined && last !== undefined) inputs.push(inputEntry(seat, last, held));
    }
    return inputs;
  }

  #record(entries: readonly Entry[]): void {
    const { tick } = this.match;
    const trace = this.match.takeTrace();
    if (trace !== undefined) this.#options.recorded?.({ tick, entries, trace });
    else if (entries.length > 0) this.#options.recorded?.({ tick, entries });
  }

  /** Patches first, then everything else in order. */
  #release(): void {
    const outputs = this.match.takeOutputs();
    for (const output of outputs) {
      if (output.kind !== 'joined' || output.seat === undefined || !output.player.startsWith(BOT)) continue;
      this.#bots?.seat(output.player, output.seat);
    }
    this.#loopback.sync();
    this.#options.patched?.();
    for (const output of outputs) {
      this.#perform(output);
      this.#bots?.deliver(output);
      this.#options.released?.(output);
    }
  }

  #perform(output: Output): void {
    if (output.kind === 'bots') this.#addBots(output.count);
    else if (output.kind === 'accepted' || output.kind === 'refused') this.#reply(output);
    else if (output.kind === 'dismiss') this.leave(output.player);
    else if (output.kind === 'ask') this.#questions.set(output.question, output.name);
    else if (output.kind === 'asked') this.#questions.delete(output.question);
  }

  #addBots(count: number): void {
    if (this.#bots === undefined) return;
    for (let left = count; left > 0; left--) {
      const player = this.#newId(BOT);
      this.enter({ kind: 'join', player, name: this.#options.botName(numberOf(player)), bot: true });
    }
  }

  #reply(output: Extract<Output, { kind: 'accepted' | 'refused' }>): void {
    if (output.ref === undefined) return;
    this.#replies.get(output.ref)?.(output.kind === 'refused' ? output : undefined);
    this.#replies.delete(output.ref);
  }
}

/** The number in an id that was given to a player; 0 for other ids. */
function numberOf(id: string): number {
  return Number(/^(?:p|bot-)(\d+)$/.exec(id)?.[1] ?? 0);
}

function endOf(ended: MatchEnd): RecordedEnd {
  return ended.kind === 'finished' ? { kind: 'finished' } : { kind: 'failed', reason: failureText(ended) };
}
