/**
 * A client's session in one Colyseus room, for browser pages and for bots on Node. It reconnects by itself, and each message counts
 * once, over any number of reconnections.
 */
import type { Room as ColyseusRoom } from '@colyseus/sdk';
import {
  CLOSE,
  WIRE,
  type Ask,
  type Ended,
  type Held,
  type NumberedReply,
  type Resumed,
  type Slipped,
  type Welcome,
} from '../../../shared/wire.ts';
import { JoinFailure, type ConnectionStatus, type SendFailure } from '../connection.ts';
import { Outbox } from './outbox.ts';
import { MAX_DELAY_MS, MAX_TRIES, retryDelayMs } from './retries.ts';

/** The server sends its welcome at once after a join. */
const WELCOME_TIMEOUT_MS = 10_000;
const LEAVE_TIMEOUT_MS = 1_000;

export interface RoomSessionEvents {
  /** @param returned after a reconnection, not for the first time */
  welcomed(welcome: Welcome, returned: boolean): void;
  /** The connection was lost, or a reconnect attempt failed. */
  dropped(): void;
  /** The state has changed. */
  patched(): void;
  /** The match clock is held because the server cannot write its journal. */
  stalled(clock: Held): void;
  /** The match clock runs again. */
  resumed(clock: Resumed): void;
  /** The server has fallen behind; sent only in games with input frames. */
  lostTime(slip: Slipped): void;
  /** A new question. Not called again after a reconnection for one that was open before. */
  asked(question: Ask): void;
  questionClosed(question: number): void;
  notice(type: string, data: unknown): void;
  /**
   * The server closed the session for good. Not called after `leave()`.
   *
   * @param ended the reason that the server sent before
   */
  closed(code: number, reason: string | undefined, ended: string | undefined): void;
}

export class RoomSession {
  /** The table's code, as people type it. */
  readonly code: string;
  /** `dropped` until the first welcome. */
  status: ConnectionStatus = 'dropped';
  /** The match clock stands still. */
  held = false;
  /** It stands still because the server cannot write its journal. */
  stalled = false;
  /** Questions that wait for our answer, oldest first. */
  questions: readonly Ask[] = [];
  readonly #room: ColyseusRoom;
  readonly #events: Partial<RoomSessionEvents>;
  readonly #outbox: Outbox;
  readonly #ready = Promise.withResolvers<void>();
  #welcome: Welcome | undefined;
  /** The questions that were open before the last reconnection. */
  #askedBefore: readonly Ask[] = [];
  #endReason: string | undefined;
  #hasState = false;

  /** @param room just joined */
  constructor(room: ColyseusRoom, events: Partial<RoomSessionEvents>) {
    this.code = room.roomId;
    this.#room = room;
    this.#events = events;
    // While the socket is closed the outbox keeps messages: the SDK's own buffer loses and duplicates some.
    this.#outbox = new Outbox((message) => {
      if (room.connection.isOpen) room.send(WIRE.message, message);
    });
    Object.assign(room.reconnection, {
      minUptime: 0,
      minDelay: 0,
      maxDelay: 2 * MAX_DELAY_MS,
      maxRetries: MAX_TRIES,
      backoff: (attempt: number) => retryDelayMs(attempt),
    });
    this.#listen();
  }

  /**
   * Resolves after the welcome and the first state; for a spectator of a delayed match, after the welcome. Call it once.
   *
   * @throws JoinFailure if no welcome comes, or the server closes the session
   */
  async ready(): Promise<void> {
    const state = new Promise<void>((resolve) => this.#room.onStateChange.once(() => resolve()));
    const welcomed = this.#ready.promise.then(() => (this.#awaitsDelayedState ? undefined : state));
    const late = Promise.withResolvers<never>();
    const failure = new JoinFailure('unreachable', 'The server does not answer.');
    const timer = setTimeout(() => late.reject(failure), WELCOME_TIMEOUT_MS);
    try {
      await Promise.race([welcomed, late.promise]);
    } catch (error) {
      this.#detach();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The last welcome: our player, seat and match. */
  get welcome(): Welcome {
    if (this.#welcome === undefined) throw new Error('no welcome has come yet');
    return this.#welcome;
  }

  /** False for a spectator of a delayed match until its first state comes. */
  get hasState(): boolean {
    return this.#hasState;
  }

  /** The game's state as decoded so far; the object stays the same and changes in place. */
  get state(): unknown {
    return this.#room.state;
  }

  get room(): ColyseusRoom {
    return this.#room;
  }

  /**
   * Sends an input frame. Unlike messages, frames are not sent again.
   *
   * @returns the frame's number, which starts at 1 after each reconnection; 0 while disconnected
   */
  sendInput(controls: Readonly<Record<string, number>>): number {
    const input = this.#room.input<Record<string, number>>();
    Object.assign(input.data, controls);
    return input.send();
  }

  /** The number of the last input frame that entered the match or was dropped. */
  get lastProcessedInput(): number {
    return this.#room.input<Record<string, number>>().lastProcessed;
  }

  /** How many messages have no reply yet. */
  get pendingCount(): number {
    return this.#outbox.pendingCount;
  }

  /** The highest message number that the server has accepted. A server that knows fewer has lost some. */
  get lastAccepted(): number {
    return this.#outbox.lastAccepted;
  }

  /** The reconnection token. A new one comes with each welcome. */
  get token(): string {
    return this.#room.reconnectionToken;
  }

  /** Resolves with undefined when the server has accepted the message, or with the failure. Never rejects. */
  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    return this.#outbox.send(type, data);
  }

  async answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    const refused = await this.send(WIRE.answer, { question, answer });
    if (!refused) this.#closeQuestion(question);
    return refused;
  }

  ping(pong: () => void): void {
    this.#room.ping(pong);
  }

  /** Treats the connection as dropped, and reconnects. */
  reconnect(): void {
    // This code makes the SDK reconnect at once, without the closing handshake that a dead socket never finishes.
    this.#room.connection.close(CLOSE.mayRetry);
  }

  /** Closes the session but keeps the seat, so that the player can return to it. */
  #detach(): void {
    if (this.status === 'closed') return;
    this.#room.reconnection.enabled = false;
    this.#markClosed();
    this.#room.connection.close();
  }

  /** Gives up the seat. Resolves when the server has confirmed it, or after a second. */
  async leave(): Promise<void> {
    if (this.status === 'closed') return;
    const room = this.#room;
    room.reconnection.enabled = false;
    this.#markClosed();
    if (!room.connection.isOpen) return room.connection.close();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => late.resolve(), LEAVE_TIMEOUT_MS);
    await Promise.race([room.leave(), late.promise]);
    clearTimeout(timer);
  }

  get #awaitsDelayedState(): boolean {
    return !this.#hasState && (this.welcome.late?.beginsInMs ?? 0) > 0;
  }

  #listen(): void {
    const room = this.#room;
    const events = this.#events;
    room.onMessage<Welcome>(WIRE.welcome, (welcome) => this.#onWelcome(welcome));
    room.onMessage<NumberedReply>(WIRE.reply, (reply) => this.#outbox.settle(reply));
    room.onMessage<Ask>(WIRE.ask, (ask) => this.#ask(ask));
    room.onMessage<{ question: number }>(WIRE.asked, ({ question }) => this.#closeQuestion(question));
    room.onMessage<Held>(WIRE.held, (clock) => {
      this.held = true;
      this.stalled = true;
      events.stalled?.(clock);
    });
    room.onMessage<Resumed>(WIRE.resumed, (clock) => {
      this.held = false;
      this.stalled = false;
      events.resumed?.(clock);
    });
    room.onMessage<Slipped>(WIRE.slipped, (slip) => events.lostTime?.(slip));
    room.onMessage<Ended>(WIRE.ended, ({ reason }) => (this.#endReason = reason));
    room.onMessage(WIRE.refused, () => {
      // Refers to messages without a number, which this client never sends.
    });
    room.onMessage('*', (type, data: unknown) => events.notice?.(String(type), data));
    room.onStateChange(() => {
      this.#hasState = true;
      events.patched?.();
    });
    room.onDrop(() => {
      if (this.status === 'closed') return;
      this.status = 'dropped';
      this.#outbox.pause();
      events.dropped?.();
    });
    room.onLeave((code, reason) => {
      if (this.status === 'closed') return;
      const ended = this.#endReason;
      this.#markClosed();
      events.closed?.(code, reason, ended);
      this.#ready.reject(new JoinFailure('refused', ended || reason || 'The server closed the connection.'));
    });
  }

  /** The server asks the open questions again after this. */
  #onWelcome(welcome: Welcome): void {
    if (this.status === 'closed') {
      // We left during a reconnect attempt.
      void this.#room.leave();
      return;
    }
    const returned = this.#welcome !== undefined;
    this.#welcome = welcome;
    this.held = welcome.held;
    this.stalled = false;
    this.status = 'live';
    this.#askedBefore = this.questions;
    this.questions = [];
    this.#outbox.open(welcome.received);
    this.#events.welcomed?.(welcome, returned);
    this.#ready.resolve();
  }

  #ask(ask: Ask): void {
    const isSame = ({ question }: Ask): boolean => question === ask.question;
    const known = this.questions.some(isSame) || this.#askedBefore.some(isSame);
    this.questions = [...this.questions.filter((other) => !isSame(other)), ask];
    if (!known) this.#events.asked?.(ask);
  }

  #closeQuestion(question: number): void {
    if (!this.questions.some((ask) => ask.question === question)) return;
    this.questions = this.questions.filter((ask) => ask.question !== question);
    this.#events.questionClosed?.(question);
  }

  #markClosed(): void {
    this.status = 'closed';
    this.questions = [];
    this.#outbox.close();
  }
}
