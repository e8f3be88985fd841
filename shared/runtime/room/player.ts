/** A player as the script sees one: a seat, filled by a human or a bot. */
import type { StateView } from '@colyseus/schema';
import { MatchView } from '../state/match-view.ts';
import type { Output } from '../record/entries.ts';
import type {
  GameSpec,
  InputOf,
  JoinOptionsOf,
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

/** The match's parts behind a player. */
export interface PlayerParts {
  readonly kernel: Kernel;
  readonly presence: Presence;
  readonly bot: boolean;
  /** As the match has checked them. */
  readonly options: unknown;
  readonly mailbox: Mailbox;
  readonly questions: Questions;
  readonly inputSlot: InputSlot | undefined;
  readonly emit: (output: Output) => void;
}

const NO_FRAMES: readonly never[] = [];

/**
 * A seat and the human or bot in it. It outlives the connection.
 *
 * @example
 * async function playTurn(player: Player<typeof coin>): Promise<'heads' | 'tails'> {
 *   return player.next('guess', { timeoutMs: 10_000, otherwise: 'heads' });
 * }
 */
export class Player<S extends GameSpec = GameSpec> {
  /** The player's id: the same over reconnections. */
  readonly id: string;
  /** The name that the player joined with. */
  readonly name: string;
  /** The number of the seat, from 0. */
  readonly seat: number;
  /** Whether a bot of the server fills the seat. */
  readonly bot: boolean;
  /**
   * What the player chose when joining, as the game's `joinOptions` give it; a bot has the defaults. It cannot be changed.
   *
   * @example
   * if (player.options.team === 'red') red.push(player);
   */
  readonly options: JoinOptionsOf<S>;
  /** What this player sees of hidden fields. */
  readonly view: StateView = new MatchView();
  readonly #parts: PlayerParts;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    this.id = parts.presence.id;
    this.name = parts.presence.name;
    this.seat = parts.presence.seat;
    this.bot = parts.bot;
    this.options = parts.options as JoinOptionsOf<S>;
  }

  /** Whether the connection is up. While it is down, the player may still reconnect, until `left`. */
  get connected(): boolean {
    return this.#parts.presence.connected;
  }

  /** Whether the player has left for good. */
  get left(): boolean {
    return this.#parts.presence.left;
  }

  /**
   * The input frames of this tick, oldest first: usually one; none or two when packets bunch up. They are valid during this tick only.
   *
   * @example
   * room.onTick(() => {
   *   for (const { seat, inputs } of room.players) for (const { x } of inputs) step(room.state.runners[seat]!, x);
   * });
   */
  get inputs(): readonly InputOf<S>[] {
    return (this.#parts.inputSlot?.frames ?? NO_FRAMES) as readonly InputOf<S>[];
  }

  /**
   * Waits for this player's next message of a type. A message that arrives while the script does not wait for it is refused, unless its
   * type is `buffered`.
   *
   * @throws {@link PlayerLeft} or {@link TimeoutError} if no `otherwise` is passed; {@link DuplicateWait}; RangeError if `timeoutMs` is not a time
   *
   * @example
   * const move = await player.next('throw', { timeoutMs: 10_000, otherwise: 'rock' });
   * const bid = await player.next('bid', { refuse: (bid) => (bid.count > last ? undefined : 'that is no raise') });
   */
  next<T extends MessageType<S>, const Otherwise = never>(
    type: T,
    options: MessageWaitOptions<MessageData<S, T>, Otherwise> = {},
  ): Promise<MessageData<S, T> | Otherwise> {
    // The mailbox is untyped; messages were checked against the type's schema before they entered.
    const untyped = options as MessageWaitOptions<unknown, unknown>;
    return this.#parts.mailbox.next(type, untyped) as Promise<MessageData<S, T> | Otherwise>;
  }

  /**
   * This player's messages of a type, one after the other, until the player leaves. While the loop is busy, up to 64 are kept, or as many
   * as the type's buffer holds.
   *
   * @throws {@link DuplicateWait} if this strand has a pending step of such a loop already
   *
   * @example
   * for await (const line of player.messages('chat')) room.state.chat.push(line);
   */
  messages<T extends MessageType<S>>(type: T): AsyncIterableIterator<MessageData<S, T>, undefined> {
    const data: AsyncIterableIterator<unknown, undefined> = this.#parts.mailbox.messages(type);
    return data as AsyncIterableIterator<MessageData<S, T>, undefined>;
  }

  /**
   * Asks the player's client a question and waits for the answer. The question is sent again when the player reconnects.
   *
   * @throws {@link PlayerLeft} or {@link TimeoutError} if no `otherwise` is passed; {@link DuplicateWait}
   *
   * @example
   * const again = await player.ask('rematch', { winner: 2 }, { timeoutMs: 30_000, otherwise: false });
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
   * Calls `fn` in a scope whose timers are paused while this player is disconnected, as by `scope.pause()`. They resume when the player
   * reconnects or has left for good.
   *
   * @returns what `fn` returned; undefined if the scope was cancelled by its handle
   * @throws what `fn` threw
   *
   * @example
   * const move = await player.pauseWhileAway(() => player.next('move', { timeoutMs: 10_000, otherwise: 'pass' }));
   */
  pauseWhileAway<T>(fn: (scope: ScopeHandle) => Promise<T>): Promise<T | undefined> {
    return pauseWhileAway(this.#parts.kernel, this.#parts.presence, fn);
  }

  /**
   * Sends a notice to this player's client. Notices are not part of the state, and not sent again after a reconnection.
   *
   * @example
   * player.notify('peek', { card: 7 });
   */
  notify<N extends NoticeType<S>>(notice: N, data: NoticeData<S, N>): void {
    this.#parts.kernel.touch('player.notify');
    this.#parts.emit({ kind: 'notice', to: this.id, type: notice, data });
  }

  /**
   * Asks the host to remove the player. The player leaves in a later tick; until then the seat is taken.
   *
   * @param reason shown to the player
   *
   * @example
   * if (player.name === banned) player.kick('You are banned from this table.');
   */
  kick(reason: string): void {
    this.#parts.kernel.touch('player.kick');
    if (!this.left) this.#parts.emit({ kind: 'dismiss', player: this.id, reason });
  }
}
