/** Bots: a script like a game's, which sees what a client sees and does what a client can do. */
import { describeScope, type ScopeDescription } from '../kernel/describe.ts';
import type { BotEntry, MatchEnd } from '../record/entries.ts';
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

/** A bot script for a game. */
export interface BotScript<S extends GameSpec = GameSpec> {
  readonly name: string;
  /** The bot's whole life. When it returns, the bot stays in its seat and does nothing. */
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

/** How a bot reaches the match: as a client does. */
export interface BotLink {
  readonly id: string;
  readonly seat: number;
  readonly seed: string;
  /** How often in a second the bot is stepped. */
  readonly tickRate: number;
  /** Sends a message. Gives the refusal, or undefined once it was accepted. */
  send(type: string, data: unknown): Promise<Refusal | undefined>;
  answer(question: number, answer: unknown): void;
  /** Sets numbers of the input frames that the bot's client sends, one in each tick from now on. */
  setInput(controls: Readonly<Record<string, number>>): void;
}

/** A question that waits for this bot's answer. */
export interface BotQuestion<S extends GameSpec, Q extends QuestionName<S>> {
  readonly data: QuestionData<S, Q>;
  answer(answer: QuestionAnswer<S, Q>): void;
}

type OpenQuestion = Extract<BotEntry, { kind: 'asked' }>;

/** A notice on its way to a loop: its data may be undefined. */
interface Notice {
  readonly data: unknown;
}

/** How many notices a `notices()` loop keeps while it is busy. */
const NOTICE_LIMIT = 64;

interface BotParts<S extends GameSpec> {
  readonly kernel: Kernel;
  readonly link: BotLink;
  readonly state: () => StateOf<S>;
  readonly send: (strand: Strand, type: string, data: unknown) => Promise<Refusal | undefined>;
  readonly nextQuestion: (strand: Strand, name: string) => Promise<OpenQuestion>;
  readonly notices: (strand: Strand, type: string) => Feed<Notice, unknown>;
}

/** A bot as its script sees it. */
export class Bot<S extends GameSpec = GameSpec> extends ScriptContext {
  readonly id: string;
  readonly seat: number;
  readonly #parts: BotParts<S>;

  constructor(parts: BotParts<S>) {
    super(parts.kernel, new Random(parts.link.seed, `bot ${parts.link.seat}`));
    this.#parts = parts;
    this.id = parts.link.id;
    this.seat = parts.link.seat;
  }

  /** The state as this client has it: fields that its seat may not see are not there. */
  get state(): StateOf<S> {
    return this.#parts.state();
  }

  /** Sends a message, and gives the refusal if it was refused. */
  send<T extends MessageType<S>>(type: T, data: MessageData<S, T>): Promise<Refusal | undefined> {
    return this.#parts.send(this.#parts.kernel.enter('send', type), type, data);
  }

  /** Waits for a question of this name. */
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
   * Holds controls: what the bot's client tells in each tick from now on. Fields that are left out stay as they are.
   *
   * @example
   * bot.setInput({ move: 3, aim: 512, buttons: 0 });
   */
  setInput(controls: InputData<S>): void {
    this.#parts.kernel.touch('setInput');
    asHost(() => this.#parts.link.setInput(controls as Readonly<Record<string, number>>));
  }

  /** The notices of a type, one after the other. */
  notices<N extends NoticeType<S>>(type: N): AsyncIterableIterator<NoticeData<S, N>, undefined> {
    const feed = this.#parts.notices(this.#parts.kernel.enter('notices', type), type);
    return feed as AsyncIterableIterator<NoticeData<S, N>, undefined>;
  }
}

/** A bot from its host's side: stepped like a match, with what its client receives. */
export class BotRun<S extends GameSpec = GameSpec> {
  /** The decoded state; set it before the first step. */
  state: StateOf<S> | undefined;
  readonly #name: string;
  readonly #link: BotLink;
  readonly #kernel: Kernel;
  readonly #root: RootScope;
  readonly #replies: (() => void)[] = [];
  readonly #questions = new Map<string, { open: OpenQuestion[]; waiters: Waiters<OpenQuestion> }>();
  /** The numbers of the questions that are open. */
  readonly #asking = new Set<number>();
  readonly #feeds = new Map<string, Set<Feed<Notice, unknown>>>();
  #ended: MatchEnd | undefined;

  constructor(_game: Game, script: BotScript<S>, link: BotLink) {
    this.#name = script.name;
    this.#link = link;
    this.#kernel = new Kernel(link.tickRate, (error) => this.fail(error));
    const bot = new Bot<S>({
      kernel: this.#kernel,
      link,
      state: () => this.#decoded(),
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

  get ended(): MatchEnd | undefined {
    return this.#ended;
  }

  /** Tells whether its script is calling: also from a timer or a promise that it has left behind. Works on Node. */
  isCalling(): boolean {
    return contextRoom() === this.#kernel;
  }

  describe(): ScopeDescription {
    return this.#ended === undefined ? describeScope(this.#root) : { name: this.#name, cancelled: false, tasks: [] };
  }

  step(entries: readonly BotEntry[], done: () => void): void {
    this.#kernel.tick(() => {
      if (this.#replies.length > 0) for (const reply of this.#replies.splice(0)) reply();
      for (const entry of entries) this.#enter(entry);
    }, done);
  }

  /** Errors of calls that its script forgot to await, and that end nothing. Each is given once. */
  takeReports(): readonly ScriptFailure[] {
    return this.#kernel.takeReports();
  }

  fail(error: Error): void {
    this.#end(new ScriptFailure(error, this.#kernel.failures));
  }

  #end(end: MatchEnd): void {
    this.#ended ??= end;
    this.#kernel.stop();
  }

  #decoded(): StateOf<S> {
    if (this.state === undefined) throw new Error('the bot was stepped before its state had arrived');
    return this.state;
  }

  #enter(entry: BotEntry): void {
    if (entry.kind === 'asked') {
      const { open, waiters } = this.#about(entry.name);
      // It is asked again after a reconnection.
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
      // It may have been closed while it was on its way.
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

/** A message on its way, until its reply is back. */
class Sending extends Wait<Refusal | undefined> {
  readonly label: string;

  constructor(strand: Strand, type: string) {
    super(strand);
    this.label = `reply to "${type}"`;
  }

  protected override attach(): void {}
  protected override detach(): void {}
}
