/** A match in virtual time: whole games in a test, stepped by hand or until something happens, without real sleeping. */
import type { BotScript } from '../bots/bot.ts';
import type { Entry, MatchEnd, Output } from '../record/entries.ts';
import { spectatorDelayTicks, type Game } from '../room/game.ts';
import type { GameSpec, InputData, JoinOptionsInput, MessageData, MessageType, StateOf } from '../room/spec.ts';
import { checkEffects, type GameEffects } from '../room/effect-handlers.ts';
import type { Limits, TurnObserver } from '../kernel/kernel.ts';
import { LocalHost } from './local-host.ts';
import { Match } from '../match/match.ts';
import { VirtualData, VirtualEffects } from './virtual-effects.ts';
import { isFor } from '../record/recipients.ts';
import { failureText } from '../kernel/script-failure.ts';
import type { Frame, Recording } from '../record/recording.ts';
import type { Refusal, RefusalCode } from '../record/refusals.ts';
import type { Snapshot } from '../record/snapshot.ts';
import { plainOptions } from '../room/validate.ts';
import type { ValueRule } from '../state/values.ts';

/** How a virtual match is built. */
export interface VirtualMatchOptions<S extends GameSpec> {
  /** Room options as a creator would send them; checked as the server checks them. */
  readonly options?: unknown;
  /** The seed of the match's random numbers; 1 unless given. */
  readonly seed?: number;
  /** Fills the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript<S>;
  /** Runs the game's effects by these handlers; without it a test lets their results in itself. */
  readonly effects?: GameEffects;
  /** An earlier match of the game, whose data this one shares: what its effects have kept. */
  readonly dataOf?: VirtualMatch<S>;
  /** Limits that differ from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** How values are taken that their fields in the state cannot hold: `strict`, as errors, unless given. */
  readonly values?: ValueRule;
  /** Goes on from this snapshot, with the options and the seed of the match that it is of. Bots start over. */
  readonly from?: Snapshot;
  /** Observes what the match does, as `checkDeterminism` compares it. */
  readonly observer?: MatchObserver<S>;
}

/** Watches a match turn by turn. */
export interface MatchObserver<S extends GameSpec> {
  /** Before and after each turn of a task, with its path in the task tree. */
  readonly onTurn: TurnObserver;
  /** After each tick, with what the match has put out in it. */
  readonly onTick: (match: VirtualMatch<S>, outputs: readonly Output[]) => void;
}

/** A message on its way: `reply` is set once the match has accepted or refused it. */
export interface SentMessage {
  /** undefined until the match has replied. */
  reply: 'accepted' | RefusalCode | undefined;
}

/** An hour of match time, the bound of `until()`. */
const LIMIT_MS = 3_600_000;

/**
 * Drives one match by hand.
 *
 * @example
 * const match = new VirtualMatch(coin);
 * const ann = await match.join('Ann');
 * match.send(ann, 'guess', 'heads');
 * await match.until(() => match.ended !== undefined);
 */
export class VirtualMatch<S extends GameSpec> {
  /** The match itself, as its host sees it. */
  readonly match: Match<S>;
  /** The state of the match, with everything that is hidden from clients. */
  readonly state: StateOf<S>;
  /** All outputs so far. */
  readonly outputs: Output[] = [];
  /** The ticks of the outputs. */
  readonly #ticks: number[] = [];
  readonly #frames: Frame[] = [];
  readonly #host: LocalHost<S>;
  readonly #observer: MatchObserver<S> | undefined;
  readonly #data: VirtualData;
  readonly #effects: VirtualEffects<S> | undefined;

  /**
   * A match before its first tick.
   *
   * @throws what the game's options schema throws; TypeError if the options are not plain data; Error if `effects` are not those of the game
   */
  constructor(game: Game<S>, given: VirtualMatchOptions<S> = {}) {
    const { options = {}, seed = 1, bot, limits, from, observer, values = 'strict', effects, dataOf } = given;
    if (effects !== undefined) checkEffects(game, effects);
    this.#data = dataOf === undefined ? new VirtualData() : dataOf.#data;
    const matchId = this.#data.nextMatchId();
    this.#effects = effects && new VirtualEffects(game, effects, this.#data.stores, matchId);
    const { tickRate, name } = game;
    const checked = game.options === undefined ? undefined : plainOptions(game, game.options.parse(options));
    const start = {
      format: 1,
      game: name,
      matchId,
      seed: String(seed),
      options: checked,
      tickRate,
      code: '',
      values,
    } as const;
    this.match = new Match(game, start, { limits, trace: true, from, onTurn: observer?.onTurn });
    this.#observer = observer;
    this.state = this.match.state;
    this.#host = new LocalHost(this.match, {
      bot,
      botSeed: start.seed,
      botName: (number) => `Bot ${number}`,
      released: (output) => {
        this.outputs.push(output);
        this.#ticks.push(this.match.tick);
        if (output.kind === 'effect') this.#effects?.ask(output);
        else if (output.kind === 'effect-cancelled') this.#effects?.cancel(output.effect);
      },
      recorded: (frame) => this.#frames.push(frame),
      resumes: from !== undefined,
      mismatched: (error) => {
        throw error;
      },
    });
  }

  /** Match time in ms. */
  get now(): number {
    return this.match.now;
  }

  /** How the match has ended; undefined while it goes on. */
  get ended(): MatchEnd | undefined {
    return this.match.ended;
  }

  /**
   * The effects of the match: what was run, and what is to fail or to take a while.
   *
   * @throws Error if the match was built without `effects`
   */
  get effects(): VirtualEffects<S> {
    if (this.#effects !== undefined) return this.#effects;
    throw new Error('the match runs no effects: pass `effects` to new VirtualMatch()');
  }

  /**
   * Seats a player and runs a tick. Gives the player's id.
   *
   * @param options what the player chooses, checked by the game's `joinOptions` as the server does
   * @throws RangeError if the schema refuses it
   */
  async join(name: string, options?: JoinOptionsInput<S>): Promise<string> {
    const player = this.#host.join(name, options);
    await this.#tick();
    return player;
  }

  /** Lets somebody watch and runs a tick. Gives the spectator's id. */
  async spectate(name: string): Promise<string> {
    const spectator = this.#host.spectate(name);
    await this.#tick();
    return spectator;
  }

  /** Breaks a player's connection in the next tick. The seat is kept. */
  drop(player: string): void {
    this.enter({ kind: 'drop', player });
  }

  /** Brings a player back in the next tick whose connection was broken. */
  return(player: string): void {
    this.enter({ kind: 'return', player });
  }

  /** Lets a player or a spectator leave in the next tick, for good. */
  leave(player: string): void {
    this.#host.leave(player);
  }

  /** Sends a message, checked as the server does; it arrives in the next tick. */
  send<T extends MessageType<S>>(player: string, type: T, data: MessageData<S, T>): SentMessage {
    const sent: SentMessage = { reply: undefined };
    this.#host.submit(player, type, data, replyTo(sent));
    return sent;
  }

  /** Answers the question that this player was asked last, or the one given. */
  answer(player: string, answer: unknown, question = this.questions(player).at(-1)?.question): SentMessage {
    const sent: SentMessage = { reply: undefined };
    const ref = this.#host.expect(replyTo(sent));
    this.enter({ kind: 'answer', player, question: question ?? 0, answer, ref });
    return sent;
  }

  /**
   * Sets a player's input: the player's client sends one input frame in each tick from the next on. Fields that are left out keep their
   * values. undefined: no more frames are sent.
   */
  setInput(player: string, controls: (InputData<S> & { readonly seenMsAgo?: number }) | undefined): void {
    this.#host.setInput(player, controls);
  }

  /** Lets any entry in at the next tick, without checks. */
  enter(entry: Entry): void {
    this.#host.enter(entry);
  }

  /** The questions that this player was asked, oldest first, answered or not. */
  questions(player: string): Extract<Output, { kind: 'ask' }>[] {
    return this.outputs
      .filter((output) => output.kind === 'ask')
      .filter((output) => isFor(output, { id: player, spectator: false }));
  }

  /** The notices that this player or spectator has got, oldest first. */
  notices(player: string): Extract<Output, { kind: 'notice' }>[] {
    const spectator = this.match.spectators.has(player);
    const lastTick = this.match.tick - (spectator ? spectatorDelayTicks(this.match.game) : 0);
    return this.outputs
      .filter((_, index) => (this.#ticks[index] ?? 0) <= lastTick)
      .filter((output) => output.kind === 'notice')
      .filter((output) => isFor(output, { id: player, spectator }));
  }

  /**
   * Adds a client that decodes its patches as one of the network does, and gives its state. Spectators see it as late as on the
   * server.
   *
   * @param onBytes is given every patch as it would be on the wire
   */
  connect(player: string, onBytes?: (bytes: Uint8Array) => void): StateOf<S> {
    return this.#host.connect(player, onBytes);
  }

  /** Runs ticks. */
  async tick(count = 1): Promise<void> {
    for (let left = count; left > 0; left--) await this.#tick();
  }

  /** Runs ticks until `ms` of match time have passed. */
  async advance(ms: number): Promise<void> {
    await this.tick(Math.max(1, Math.ceil((ms * this.match.start.tickRate) / 1000 - 1e-6)));
  }

  /**
   * Runs ticks until `condition()` holds.
   *
   * @throws Error when it does not hold after `limitMs` of match time
   */
  async until(condition: () => boolean, { limitMs = LIMIT_MS }: { limitMs?: number } = {}): Promise<void> {
    const end = this.now + limitMs;
    while (!condition()) {
      if (this.now >= end) throw this.#overdue(limitMs);
      await this.#tick();
    }
  }

  /** The recording of the match so far; where the match was built from a snapshot, of what came after it. */
  recording(): Recording {
    return this.#host.recording([...this.#frames]);
  }

  /** What has no tick yet goes on from its snapshot; later calls do nothing. The first tick does the same. */
  resume(): Promise<void> {
    return this.#host.resume();
  }

  #overdue(limitMs: number): Error {
    const message = `still not so after ${limitMs} ms of match time`;
    const { ended } = this;
    if (ended?.kind !== 'failed') return new Error(message);
    return new Error(`${message}, as the match has failed: ${failureText(ended)}`, { cause: ended.error });
  }

  async #tick(): Promise<void> {
    const before = this.outputs.length;
    await this.#host.tick();
    this.#observer?.onTick(this, this.outputs.slice(before));
    if (this.#effects !== undefined && this.ended === undefined) {
      for (const entry of await this.#effects.settle(this.match.tick)) this.enter(entry);
    }
    for (const { error } of this.#host.failedBots()) throw error;
  }
}

function replyTo(sent: SentMessage): (refusal: Refusal | undefined) => void {
  return (refusal) => {
    sent.reply = refusal === undefined ? 'accepted' : refusal.code;
  };
}
