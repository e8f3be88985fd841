/** Bots: scripts like a game's, which see and do what a client does. */
import { describeScope, type ScopeDescription } from '../kernel/describe.ts';
import type { Steps } from '../match/steps.ts';
import type { BotEntry, MatchEnd, Output } from '../record/entries.ts';
import { botEntryOf, isFor } from '../record/recipients.ts';
import { Feed } from '../sync/feed.ts';
import type { Game } from '../room/game.ts';
import type {
  GameSpec,
  InputData,
  MessageData,
  MessageType,
  NoticeData,
  NoticeType,
  QuestionAnswer,
  QuestionData,
  QuestionName,
  StateOf,
} from '../room/spec.ts';
import { Kernel } from '../kernel/kernel.ts';
import { ScriptFailure } from '../kernel/script-failure.ts';
import { asHost, contextRoom } from '../kernel/platform.ts';
import { Random } from '../random/random.ts';
import type { Refusal } from '../record/refusals.ts';
import { RootScope } from '../kernel/root-scope.ts';
import { ScriptContext } from '../verbs/script-context.ts';
import type { Strand } from '../kernel/strand.ts';
import { Waiter, Waiters } from '../sync/waiters.ts';
import { handled, Settled, Wait } from '../kernel/wait.ts';

/** The script of a bot, for one game. */
export interface BotScript<S extends GameSpec = GameSpec> {
  /** A short name, for logs. */
  readonly name: string;
  /** Plays a whole match. When it returns, the bot keeps its seat and does nothing more. */
  play(bot: Bot<S>): Promise<unknown>;
}

/**
 * Declares a bot for a game. The same script fills seats in the server, plays over the network, and plays in tests.
 *
 * @example
 * export const guesser = defineBot(coin, {
 *   name: 'guesser',
 *   async play(bot) {
 *     await bot.until(() => bot.state.phase === 'guess');
 *     await bot.sleep(bot.random.int(300, 900));
 *     await bot.send('guess', 'heads');
 *   },
 * });
 */
export function defineBot<S extends GameSpec>(_game: Game<S>, bot: BotScript<S>): BotScript<S> {
  return bot;
}

/** A bot's connection to its match. */
export interface BotLink {
  /** The player id of the bot's seat. */
  readonly id: string;
  /** The number of the bot's seat, from 0. */
  readonly seat: number;
  /** What the bot's random numbers are drawn from. */
  readonly seed: string;
  /** Sends a message. Gives the refusal, or undefined if it was accepted. */
  send(type: string, data: unknown): Promise<Refusal | undefined>;
  /** Answers a question. */
  answer(question: number, answer: unknown): void;
  /** Sets the fields of the input frames that are sent, one in each tick from now on. */
  setInput(controls: Readonly<Record<string, number>>): void;
}

/** A question that waits for the bot's answer. */
export interface BotQuestion<S extends GameSpec, Q extends QuestionName<S>> {
  /** What the script asked, as the question's `data` schema gave it. */
  readonly data: QuestionData<S, Q>;
  /** Answers the question. An answer that comes too late, or does not fit the schema, is refused by the match. */
  answer(answer: QuestionAnswer<S, Q>): void;
}

type OpenQuestion = Extract<BotEntry, { kind: 'asked' }>;

/** A notice for a loop: its data may be undefined. */
interface Notice {
  readonly data: unknown;
}

/** How many notices a `notices()` loop keeps while it is busy. */
const NOTICE_LIMIT = 64;

interface BotParts<S extends GameSpec> {
  readonly kernel: Kernel;
  readonly link: BotLink;
  readonly state: StateOf<S>;
  readonly send: (strand: Strand, type: string, data: unknown) => Promise<Refusal | undefined>;
  readonly nextQuestion: (strand: Strand, name: string) => Promise<OpenQuestion>;
  readonly notices: (strand: Strand, type: string) => Feed<Notice, unknown>;
}

/**
 * A bot as its script sees it: a client's view of the match, and a client's means.
 *
 * @example
 * async function guess(bot: Bot<typeof coin>): Promise<void> {
 *   await bot.send('guess', bot.random.pick(['heads', 'tails']));
 * }
 */
export class Bot<S extends GameSpec = GameSpec> extends ScriptContext {
  /** The player id of the bot's seat. */
  readonly id: string;
  /** The number of the bot's seat, from 0. */
  readonly seat: number;
  readonly #parts: BotParts<S>;

  constructor(parts: BotParts<S>) {
    super(parts.kernel, new Random(parts.link.seed, `bot ${parts.link.seat}`));
    this.#parts = parts;
    this.id = parts.link.id;
    this.seat = parts.link.seat;
  }

  /** The state as this client has decoded it, without fields that are hidden from its seat. */
  get state(): StateOf<S> {
    return this.#parts.state;
  }

  /**
   * Sends a message and waits for the reply.
   *
   * @returns the refusal, or undefined if the message was accepted
   *
   * @example
   * const refusal = await bot.send('bid', { count: 3, face: 5 });
   * if (refusal?.code === 'illegal') await bot.send('challenge', {});
   */
  send<T extends MessageType<S>>(type: T, data: MessageData<S, T>): Promise<Refusal | undefined> {
    return this.#parts.send(this.#parts.kernel.enter('send', type), type, data);
  }

  /**
   * Waits for the next question of this name. One that is open already is given at once.
   *
   * @throws {@link DuplicateWait} if this strand waits for the same question already
   *
   * @example
   * const question = await bot.nextQuestion('rematch');
   * question.answer(question.data.winner !== bot.seat);
   */
  nextQuestion<Q extends QuestionName<S>>(name: Q): Promise<BotQuestion<S, Q>> {
    const { kernel, link } = this.#parts;
    const asked = this.#parts.nextQuestion(kernel.enter('nextQuestion', name), name);
    return handled(
      asked.then(({ data, question }) => ({
        data: data as QuestionData<S, Q>,
        answer: (answer) => asHost(() => link.answer(question, answer)),
      })),
    );
  }

  /**
   * Sets the input that the bot's client sends in each tick from now on. Fields that are left out keep their values.
   *
   * @example
   * bot.setInput({ move: 3, aim: 512, buttons: 0 });
   */
  setInput(controls: InputData<S>): void {
    this.#parts.kernel.touch('setInput');
    asHost(() => this.#parts.link.setInput(controls as Readonly<Record<string, number>>));
  }

  /**
   * The notices of a type, one after the other, from this call on. While the loop is busy, up to 64 are kept.
   *
   * @example
   * for await (const { seat, emote } of bot.notices('emote')) {
   *   if (seat !== bot.seat) await bot.send('emote', emote);
   * }
   */
  notices<N extends NoticeType<S>>(type: N): AsyncIterableIterator<NoticeData<S, N>, undefined> {
    const feed = this.#parts.notices(this.#parts.kernel.enter('notices', type), type);
    return feed as AsyncIterableIterator<NoticeData<S, N>, undefined>;
  }
}

/** A bot in its seat, as its host runs it: stepped like a match, with what its client receives. */
export class BotRun<S extends GameSpec = GameSpec> {
  readonly #name: string;
  readonly #link: BotLink;
  readonly #kernel: Kernel;
  readonly #root: RootScope;
  readonly #replies: (() => void)[] = [];
  readonly #questions = new Map<string, { open: OpenQuestion[]; waiters: Waiters<OpenQuestion> }>();
  /** The numbers of the questions that are open. */
  readonly #asking = new Set<number>();
  readonly #feeds = new Map<string, Set<Feed<Notice, unknown>>>();
  /** What enters with its next step. */
  #entries: BotEntry[] = [];
  #ended: MatchEnd | undefined;

  /**
   * Builds a bot of which no step was run yet.
   *
   * @param state that its client decodes
   */
  constructor(game: Pick<Game, 'tickRate'>, script: BotScript<S>, link: BotLink, state: StateOf<S>) {
    this.#name = script.name;
    this.#link = link;
    this.#kernel = new Kernel(game.tickRate, (error) => this.fail(error));
    const bot = new Bot<S>({
      kernel: this.#kernel,
      link,
      state,
      send: (strand, type, data) => this.#send(strand, type, data),
      nextQuestion: (strand, name) => this.#nextQuestion(strand, name),
      notices: (strand, type) => this.#notices(strand, type),
    });
    this.#root = new RootScope(
      this.#kernel,
      script.name,
      () => script.play(bot),
      (outcome) => {
        if (outcome.kind === 'failed') this.#end(new ScriptFailure(outcome.error, this.#kernel.failures));
        else this.#end({ kind: 'finished', result: undefined });
      },
    );
  }

  /** How its script has ended; undefined while it runs. */
  get ended(): MatchEnd | undefined {
    return this.#ended;
  }

  /** Whether the bot's script is the caller, also from a timer or promise that it left behind. Works on Node only. */
  isCalling(): boolean {
    return contextRoom() === this.#kernel;
  }

  /** What its script waits for now. */
  describe(): ScopeDescription {
    return this.#ended === undefined ? describeScope(this.#root) : { name: this.#name, cancelled: false, tasks: [] };
  }

  /** Keeps what its client received for the next step. */
  receive(entry: BotEntry): void {
    if (this.#ended === undefined) this.#entries.push(entry);
  }

  /** Keeps an output of its match for the next step, if its client receives it. */
  deliver(output: Output): void {
    if (isFor(output, { id: this.#link.id, spectator: false })) this.receive(botEntryOf(output));
  }

  /** Adds its step to those that are run together, unless its script has ended. */
  addStep(steps: Steps): void {
    if (this.#ended !== undefined) return;
    steps.push({ match: this, entries: this.#entries });
    // A step may keep its entries: an empty list is reused, a full one is not.
    if (this.#entries.length > 0) this.#entries = [];
  }

  /** Runs one step: all entries enter in order, then everything runs until nothing is ready; then `done`. */
  step(entries: readonly BotEntry[], done: () => void): void {
    this.#kernel.tick(() => {
      if (this.#replies.length > 0) for (const reply of this.#replies.splice(0)) reply();
      for (const entry of entries) this.#enter(entry);
    }, done);
  }

  /** Errors of calls that its script forgot to await, for logs. Each is given once. */
  takeReports(): readonly ScriptFailure[] {
    return this.#kernel.takeReports();
  }

  /** Ends its script with an error, now. */
  fail(error: Error): void {
    this.#end(new ScriptFailure(error, this.#kernel.failures));
  }

  #end(end: MatchEnd): void {
    this.#ended ??= end;
    this.#kernel.stop();
  }

  #enter(entry: BotEntry): void {
    if (entry.kind === 'asked') {
      const { open, waiters } = this.#about(entry.name);
      // Open questions are sent again after a reconnection.
      if (open.some(({ question }) => question === entry.question)) return;
      this.#asking.add(entry.question);
      if (!waiters.handOver(entry)) open.push(entry);
    } else if (entry.kind === 'question-closed') {
      this.#asking.delete(entry.question);
      for (const about of this.#questions.values()) {
        about.open = about.open.filter(({ question }) => question !== entry.question);
      }
    } else {
      for (const feed of this.#feeds.get(entry.type) ?? []) feed.offer({ data: entry.data });
    }
  }

  #about(name: string): { open: OpenQuestion[]; waiters: Waiters<OpenQuestion> } {
    let about = this.#questions.get(name);
    if (about === undefined) {
      about = { open: [], waiters: new Waiters() };
      this.#questions.set(name, about);
    }
    return about;
  }

  #send(strand: Strand, type: string, data: unknown): Promise<Refusal | undefined> {
    const wait = new Sending(strand, type);
    const promise = wait.begin();
    if (wait.pending) {
      asHost(() => this.#link.send(type, data)).then(
        (refusal) => this.#replies.push(() => wait.succeed(refusal)),
        (error: unknown) => this.#replies.push(() => wait.fail(error)),
      );
    }
    return promise;
  }

  #nextQuestion(strand: Strand, name: string): Promise<OpenQuestion> {
    const about = this.#about(name);
    strand.checkWaitsOnce(about.waiters);
    const putBack = (question: OpenQuestion): void => {
      // It may have been closed meanwhile.
      if (this.#asking.has(question.question) && !about.waiters.handOver(question)) about.open.unshift(question);
    };
    const first = strand.interrupted === undefined ? about.open.shift() : undefined;
    if (first !== undefined) return Settled.atOnce(strand, 'nextQuestion', first, putBack);
    return new Waiter(strand, about.waiters, `question "${name}"`, putBack).begin();
  }

  #notices(strand: Strand, type: string): Feed<Notice, unknown> {
    const feeds = this.#feeds.get(type) ?? new Set();
    this.#feeds.set(type, feeds);
    const feed: Feed<Notice, unknown> = new Feed(strand, `notices("${type}")`, NOTICE_LIMIT, {
      source: feeds,
      valueOf: ({ data }) => data,
      closed: () => feeds.delete(feed),
    });
    feeds.add(feed);
    return feed;
  }
}

/** Waits for the reply to a message. */
class Sending extends Wait<Refusal | undefined> {
  readonly label: string;

  constructor(strand: Strand, type: string) {
    super(strand);
    this.label = `reply to "${type}"`;
  }

  protected override attach(): void {}
  protected override detach(): void {}
}
