/**
 * A host without a network: one match, the clients that decode what they may see of it, and the bots in its seats. It has
 * no clock: its owner calls `tick()`.
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
import { resumeMatches, stepMatches, type Steps } from '../match/steps.ts';
import { installTraps } from '../kernel/traps.ts';
import { validateAnswer, validateJoinOptions, validateMessage } from '../room/validate.ts';

/** What a local host does beside running its match. */
export interface LocalHostOptions<S extends GameSpec> {
  /** Fills the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript<S> | undefined;
  /** The seed of the bots' randomness. */
  readonly botSeed: string;
  /** The name of the bot with this number, from 1. */
  readonly botName: (number: number) => string;
  /** Called when every client has its patch of this tick. */
  readonly patched?: () => void;
  /** Called with each output of the tick, after `patched`. */
  readonly released?: (output: Output) => void;
  /** Called with each frame to keep for `recording()`. */
  readonly recorded?: (frame: Frame) => void;
  /** Whether the match is restored from a snapshot. */
  readonly resumes?: boolean;
  /** Called with the first difference between the state and what a client decoded; undefined: clients are not checked. */
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
  /** The match that it hosts. */
  readonly match: Match<S>;
  readonly #options: LocalHostOptions<S>;
  readonly #loopback: Loopback<StateOf<S>>;
  readonly #bots: BotSeats<S> | undefined;
  readonly #shape: InputShape | undefined;
  /** The current input of players, by their ids. */
  readonly #inputs = new Map<string, number[]>();
  /** The names of open questions. */
  readonly #questions = new Map<number, string>();
  readonly #replies = new Map<number, (refusal: Refusal | undefined) => void>();
  #resumed: boolean;
  #entries: Entry[] = [];
  #lastRef = 0;
  #lastId = 0;

  /**
   * Hosts a match.
   *
   * @param match before its first tick; built with `trace` if its recording is to be replayed
   */
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

  /**
   * Requests a seat at the next tick. Returns the player's id.
   *
   * @param chosen the player's options, checked as the server does
   * @throws RangeError if the game's schema refuses them
   */
  join(name: string, chosen?: unknown): string {
    const checked = validateJoinOptions(this.match.game, chosen);
    if (!checked.ok) throw new RangeError(checked.message);
    const player = this.#newId('p');
    const options = checked.data === undefined ? {} : { options: checked.data };
    this.enter({ kind: 'join', player, name: name.toWellFormed(), bot: false, ...options });
    return player;
  }

  /** Adds a spectator at the next tick. Returns the spectator's id. */
  spectate(name: string): string {
    const player = this.#newId('p');
    this.enter({ kind: 'spectate', player, name: name.toWellFormed() });
    return player;
  }

  /** Lets a player or a spectator leave in the next tick. Their client gets nothing more. */
  leave(player: string): void {
    this.#loopback.leave(player);
    this.#bots?.remove(player);
    this.#inputs.delete(player);
    this.enter({ kind: 'leave', player });
  }

  /** Enters an entry at the next tick. */
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
   * Sets a player's input: from the next tick on, each tick gets an input frame with it. Fields that are left out keep their
   * values. undefined: no more frames are sent.
   */
  setInput(player: string, controls: Readonly<Record<string, number>> | undefined): void {
    if (controls === undefined) this.#inputs.delete(player);
    else if (this.#shape !== undefined) {
      this.#inputs.set(player, this.#shape.merge(this.#inputs.get(player) ?? this.#shape.neutral(), controls));
    }
  }

  /**
   * Adds a client that decodes its patches like a network client, and returns its state. The state is complete after the next
   * tick, or for a spectator after the game's delay.
   *
   * @param onBytes called with every patch as it would be on the wire
   */
  connect(player: string, onBytes?: (bytes: Uint8Array) => void): StateOf<S> {
    const { spectators } = this.match;
    return this.#loopback.join(player, this.match.viewOf(player), onBytes, spectators.has(player));
  }

  /** Runs one tick of the match, updates its clients, then runs one tick of each bot. Await it before the next. */
  async tick(): Promise<void> {
    if (!this.#resumed) await this.resume();
    // Inputs come first: they belong to the players seated now.
    const entries = this.#inputEntries();
    for (const entry of this.#entries) entries.push(entry);
    this.#entries = [];
    await stepMatches([{ match: this.match, entries }]);
    this.#record(entries);
    this.#release();
    if (this.#bots === undefined) return;
    const steps: Steps = [];
    this.#bots.addSteps(steps);
    await stepMatches(steps);
  }

  /** Resumes a match restored from a snapshot; later calls do nothing. The first tick does it too. */
  async resume(): Promise<void> {
    if (this.#resumed) return;
    this.#resumed = true;
    await resumeMatches([this.match]);
    this.#release();
  }

  /** The recording so far, from the frames that `recorded` was called with; after a snapshot, only what followed it. */
  recording(frames: readonly Frame[]): Recording {
    const { start, tick, ended } = this.match;
    const recording = { start, frames, lastTick: tick };
    return ended === undefined ? recording : { ...recording, end: endOf(ended) };
  }

  /** Bots whose script has failed: they keep their seats and do nothing. */
  failedBots(): { readonly id: string; readonly error: Error }[] {
    const failed: { id: string; error: Error }[] = [];
    for (const [id, { ended }] of this.#bots?.runs ?? []) {
      if (ended?.kind === 'failed') failed.push({ id, error: ended.error });
    }
    return failed;
  }

  #newId(prefix: string): string {
    return `${prefix}${++this.#lastId}`;
  }

  #inputEntries(): Entry[] {
    const inputs: Entry[] = [];
    if (this.#inputs.size === 0) return inputs;
    for (const { id, seat } of this.match.players) {
      const [held, last] = [this.#inputs.get(id), this.match.inputOf(id)];
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

/** The number in an id that this host gave out; 0 for other ids. */
function numberOf(id: string): number {
  return Number(/^(?:p|bot-)(\d+)$/.exec(id)?.[1] ?? 0);
}

function endOf(ended: MatchEnd): RecordedEnd {
  return ended.kind === 'finished' ? { kind: 'finished' } : { kind: 'failed', reason: failureText(ended) };
}
