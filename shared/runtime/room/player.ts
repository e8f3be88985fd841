/** A player as the script sees one: a seat, whoever or whatever fills it. */
import type { StateView } from '@colyseus/schema';
import { MatchView } from '../state/match-view.ts';
import type { Output } from '../record/entries.ts';
import type {
  GameSpec,
  InputOf,
  MessageData,
  MessageType,
  NoticeData,
  NoticeType,
  QuestionAnswer,
  QuestionData,
  QuestionName,
} from './spec.ts';
import type { InputSlot } from './input.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Mailbox } from './mailbox.ts';
import type { MessageWaitOptions, Presence, WaitOptions } from './player-wait.ts';
import type { Questions } from './questions.ts';
import type { ScopeHandle } from '../kernel/scope-handle.ts';
import { pauseWhileAway } from './pause-while-away.ts';

/** What a player is made of; the match keeps it. */
export interface PlayerParts {
  readonly kernel: Kernel;
  readonly presence: Presence;
  readonly bot: boolean;
  readonly mailbox: Mailbox;
  readonly questions: Questions;
  readonly lane: InputSlot | undefined;
  readonly emit: (output: Output) => void;
}

const NO_FRAMES: readonly never[] = [];

/** A seat and the human or bot in it. It outlives the connection. */
export class Player<S extends GameSpec = GameSpec> {
  /** Stays the same over reconnections. */
  readonly id: string;
  readonly name: string;
  /** From 0. */
  readonly seat: number;
  readonly bot: boolean;
  /** What this player may see of fields that are not for everyone. */
  readonly view: StateView = new MatchView();
  readonly #parts: PlayerParts;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    this.id = parts.presence.id;
    this.name = parts.presence.name;
    this.seat = parts.presence.seat;
    this.bot = parts.bot;
  }

  /** False while the connection is down and the player may still come back. */
  get connected(): boolean {
    return this.#parts.presence.connected;
  }

  /** Gone for good. */
  get left(): boolean {
    return this.#parts.presence.left;
  }

  /**
   * The input frames of this tick, oldest first: seldom none, seldom two. They are good for this tick only.
   *
   * @example
   * room.onTick(() => {
   *   for (const { seat, inputs } of room.players) for (const { x } of inputs) step(room.state.runners[seat]!, x);
   * });
   */
  get inputs(): readonly InputOf<S>[] {
    return (this.#parts.lane?.frames ?? NO_FRAMES) as readonly InputOf<S>[];
  }

  /**
   * Waits for this player's next message of a type. One that arrives while nobody waits for it is refused, unless its
   * type is buffered.
   *
   * @throws PlayerLeft or TimeoutError, where no `otherwise` is given
   *
   * @example
   * const move = await player.next('throw', { timeoutMs: 10_000, otherwise: 'rock' });
   * const bid = await player.next('bid', { refuse: (bid) => (bid.count > last ? undefined : 'that is no raise') });
   */
  next<T extends MessageType<S>, const Otherwise = never>(
    type: T,
    options: MessageWaitOptions<MessageData<S, T>, Otherwise> = {},
  ): Promise<MessageData<S, T> | Otherwise> {
    // The mailbox knows no types; what arrives was checked against this one.
    const untyped = options as MessageWaitOptions<unknown, unknown>;
    return this.#parts.mailbox.next(type, untyped) as Promise<MessageData<S, T> | Otherwise>;
  }

  /** This player's messages of a type, one after the other, until the player leaves. */
  messages<T extends MessageType<S>>(type: T): AsyncIterableIterator<MessageData<S, T>, undefined> {
    const data: AsyncIterableIterator<unknown, undefined> = this.#parts.mailbox.messages(type);
    return data as AsyncIterableIterator<MessageData<S, T>, undefined>;
  }

  /**
   * Asks the player's client a question and waits for the answer. It is asked again when the player comes back.
   *
   * @throws PlayerLeft or TimeoutError, where no `otherwise` is given
   */
  ask<Q extends QuestionName<S>, const Otherwise = never>(
    question: Q,
    data: QuestionData<S, Q>,
    options: WaitOptions<Otherwise> = {},
  ): Promise<QuestionAnswer<S, Q> | Otherwise> {
    const { questions, presence } = this.#parts;
    return questions.ask(presence, question, data, options) as Promise<QuestionAnswer<S, Q> | Otherwise>;
  }

  /**
   * Calls `fn` in a scope whose timers stand still while this player's line is down, as `scope.pause()` holds them: they
   * go on when the player comes back, or has left for good.
   *
   * @throws what `fn` threw
   *
   * @example
   * const move = await player.pauseWhileAway(() => player.next('move', { timeoutMs: 10_000, otherwise: 'pass' }));
   */
  pauseWhileAway<T>(fn: (scope: ScopeHandle) => Promise<T>): Promise<T | undefined> {
    return pauseWhileAway(this.#parts.kernel, this.#parts.presence, fn);
  }

  /** Sends a notice to this player's client. */
  notify<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('player.notify');
    this.#parts.emit({ kind: 'notice', to: this.id, type: notice, data });
  }

  /** Sends the player away. The leave follows at a later tick. */
  kick(reason: string): void {
    this.#parts.kernel.touch('player.kick');
    if (!this.left) this.#parts.emit({ kind: 'dismiss', player: this.id, reason });
  }
}
