/** A match in virtual time: whole games in a test, stepped by hand or until something happens, without real sleeping. */
import { BotRun, type BotEntry, type BotScript } from './bot.ts';
import type { Entry, MatchEnd, Output } from './entries.ts';
import type { Game, GameSpec, MessageData, MessageType, StateOf } from './game.ts';
import type { Limits } from './kernel.ts';
import { Loopback } from './loopback.ts';
import { Match } from './match.ts';
import type { Refusal, RefusalCode } from './refusals.ts';
import { stepMatches } from './steps.ts';
import { installTraps } from './traps.ts';
import { validateAnswer, validateMessage } from './validate.ts';

export interface VirtualMatchOptions<S extends GameSpec> {
  /** Room options as a creator would send them; checked as the server checks them. */
  readonly options?: unknown;
  readonly seed?: number;
  /** Takes the seats that the script gives to bots; without it they stay empty. */
  readonly bot?: BotScript<S>;
  readonly limits?: Partial<Limits>;
}

/** A message on its way: `reply` is set once the match has accepted or refused it. */
export interface SentMessage {
  reply: 'accepted' | RefusalCode | undefined;
}

interface SeatedBot<S extends GameSpec> {
  readonly run: BotRun<S>;
  readonly entries: BotEntry[];
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
  readonly match: Match<S>;
  readonly state: StateOf<S>;
  /** All outputs so far. */
  readonly outputs: Output[] = [];
  readonly #game: Game<S>;
  readonly #bot: BotScript<S> | undefined;
  readonly #seed: number;
  readonly #loopback: Loopback<StateOf<S>>;
  readonly #bots = new Map<string, SeatedBot<S>>();
  readonly #replies = new Map<number, (refusal: Refusal | undefined) => void>();
  #entries: Entry[] = [];
  #lastRef = 0;
  #lastId = 0;

  constructor(game: Game<S>, { options = {}, seed = 1, bot, limits }: VirtualMatchOptions<S> = {}) {
    installTraps();
    this.#game = game;
    this.#bot = bot;
    this.#seed = seed;
    const { tickRate, name } = game;
    const checked: unknown = game.options === undefined ? undefined : game.options.parse(options);
    this.match = new Match(game, { format: 1, game: name, matchId: 'TEST', seed, options: checked, tickRate }, limits);
    this.state = this.match.state;
    this.#loopback = new Loopback(this.state);
  }

  get now(): number {
    return this.match.now;
  }

  get ended(): MatchEnd | undefined {
    return this.match.ended;
  }

  /** Seats a player and runs a tick. Gives the player's id. */
  async join(name: string): Promise<string> {
    return this.#arrive('join', name);
  }

  /** Lets somebody watch and runs a tick. Gives the spectator's id. */
  async spectate(name: string): Promise<string> {
    return this.#arrive('spectate', name);
  }

  drop(player: string): void {
    this.enter({ kind: 'drop', player });
  }

  return(player: string): void {
    this.enter({ kind: 'return', player });
  }

  leave(player: string): void {
    this.#loopback.leave(player);
    this.enter({ kind: 'leave', player });
  }

  /** Sends a message, checked as the server does; it arrives in the next tick. */
  send<T extends MessageType<S>>(player: string, type: T, data: MessageData<S, T>): SentMessage {
    const sent: SentMessage = { reply: undefined };
    this.#submit(player, type, data, (refusal) => {
      sent.reply = refusal === undefined ? 'accepted' : refusal.code;
    });
    return sent;
  }

  /** Answers the question that this player was asked last, or the one given. */
  answer(player: string, answer: unknown, question = this.asked(player).at(-1)?.question): SentMessage {
    const sent: SentMessage = { reply: undefined };
    const ref = this.#expect((refusal) => {
      sent.reply = refusal === undefined ? 'accepted' : refusal.code;
    });
    this.enter({ kind: 'answer', player, question: question ?? 0, answer, ref });
    return sent;
  }

  /** Lets anything in at the next tick. */
  enter(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** The questions that this player was asked, oldest first. */
  asked(player: string): Extract<Output, { kind: 'ask' }>[] {
    return this.outputs.filter((output) => output.kind === 'ask').filter(({ to }) => to === player);
  }

  /** The notices that this player or spectator has got, oldest first. */
  notices(player: string): Extract<Output, { kind: 'notice' }>[] {
    return this.outputs.filter((output) => output.kind === 'notice').filter(({ to }) => to === player || to === 'all');
  }

  /**
   * Adds a client that decodes its patches as one of the network does, and gives its state.
   *
   * @param onBytes is given every patch as it would be on the wire
   */
  connect(player: string, onBytes?: (bytes: Uint8Array) => void): StateOf<S> {
    return this.#loopback.join(player, this.match.viewOf(player), onBytes);
  }

  /** Runs ticks. */
  async tick(count = 1): Promise<void> {
    for (let left = count; left > 0; left--) await this.#tick();
  }

  /** Runs ticks until `ms` of match time have passed. */
  async advance(ms: number): Promise<void> {
    await this.tick(Math.max(1, Math.ceil((ms * this.#game.tickRate) / 1000 - 1e-6)));
  }

  /**
   * Runs ticks until `condition()` holds.
   *
   * @throws Error when it does not hold after `limitMs` of match time
   */
  async until(condition: () => boolean, { limitMs = LIMIT_MS }: { limitMs?: number } = {}): Promise<void> {
    const end = this.now + limitMs;
    while (!condition()) {
      if (this.now >= end) throw new Error(`still not so after ${limitMs} ms of match time`);
      await this.#tick();
    }
  }

  async #arrive(kind: 'join' | 'spectate', name: string): Promise<string> {
    const player = `p${++this.#lastId}`;
    this.enter(kind === 'join' ? { kind, player, name, bot: false } : { kind, player, name });
    await this.#tick();
    return player;
  }

  async #tick(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    await stepMatches([{ match: this.match, entries }]);
    for (const output of this.match.takeOutputs()) {
      this.outputs.push(output);
      this.#handle(output);
    }
    this.#loopback.sync();
    await stepMatches(
      Array.from(this.#bots.values(), ({ run, entries: inbox }) => ({ match: run, entries: inbox.splice(0) })),
    );
    for (const { run } of this.#bots.values()) if (run.ended?.kind === 'failed') throw run.ended.error;
  }

  #handle(output: Output): void {
    if (output.kind === 'bots') this.#addBots(output.count);
    else if (output.kind === 'accepted' || output.kind === 'refused') this.#reply(output);
    else if (output.kind === 'joined') this.#seatBot(output.player, output.seat);
    else if (output.kind === 'dismiss') this.leave(output.player);
    else if (output.kind === 'ask') {
      const { question, name, data } = output;
      this.#bots.get(output.to)?.entries.push({ kind: 'asked', question, name, data });
    } else if (output.kind === 'asked') {
      this.#bots.get(output.to)?.entries.push({ kind: 'question-closed', question: output.question });
    } else if (output.kind === 'notice') {
      for (const [id, bot] of this.#bots) {
        if (output.to === 'all' || output.to === id)
          bot.entries.push({ kind: 'notice', type: output.type, data: output.data });
      }
    }
  }

  #addBots(count: number): void {
    if (this.#bot === undefined) return;
    for (let left = count; left > 0; left--) {
      const player = `bot-${++this.#lastId}`;
      this.enter({ kind: 'join', player, name: `Bot ${this.#lastId}`, bot: true });
    }
  }

  #seatBot(id: string, seat: number | undefined): void {
    if (this.#bot === undefined || seat === undefined || !id.startsWith('bot-')) return;
    const run = new BotRun(this.#game, this.#bot, {
      id,
      seat,
      seed: this.#seed,
      tickRate: this.#game.tickRate,
      send: (type, data) => new Promise((resolve) => this.#submit(id, type, data, resolve)),
      answer: (question, answer) => {
        if (validateAnswer(this.#game, this.#questionName(question), answer).ok) {
          this.enter({ kind: 'answer', player: id, question, answer });
        }
      },
    });
    run.state = this.connect(id);
    this.#bots.set(id, { run, entries: [] });
  }

  #questionName(question: number): string {
    const ask = this.outputs.filter((output) => output.kind === 'ask').find((output) => output.question === question);
    return ask?.name ?? '';
  }

  #submit(player: string, type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void {
    const checked = validateMessage(this.#game, type, data);
    if (checked.ok) this.enter({ kind: 'message', player, type, data: checked.data, ref: this.#expect(replied) });
    else replied(checked);
  }

  #expect(replied: (refusal: Refusal | undefined) => void): number {
    this.#replies.set(++this.#lastRef, replied);
    return this.#lastRef;
  }

  #reply(output: Extract<Output, { kind: 'accepted' | 'refused' }>): void {
    if (output.ref === undefined) return;
    this.#replies.get(output.ref)?.(output.kind === 'refused' ? output : undefined);
    this.#replies.delete(output.ref);
  }
}
