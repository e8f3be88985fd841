/**
 * A place at a table, over one Colyseus room that reconnects by itself: for pages in browsers and for bots on Node. What is sent
 * here counts once, over any number of reconnections.
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

/** The server greets everybody at once; without a greeting by then something is wrong with it. */
const GREETING_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 1_000;

export interface RoomSessionEvents {
  /** The table has greeted us: for the first time, or after a return. */
  welcomed(welcome: Welcome, returned: boolean): void;
  /** The line is lost, or a try to restore it has failed. */
  dropped(): void;
  /** The state has changed. */
  patched(): void;
  /** The clock stands still, because the server cannot write its journal. */
  stalled(clock: Held): void;
  /** The clock that was held goes on. */
  resumed(clock: Resumed): void;
  /** Match time was lost, in a game with input frames. */
  lostTime(slip: Slipped): void;
  /** A question is open to us. One that was open before a return is not told again. */
  asked(question: Ask): void;
  questionClosed(question: number): void;
  notice(type: string, data: unknown): void;
  /** The table has closed the line for good; `ended`: what it said before. Not called after `leave()`. */
  closed(code: number, reason: string | undefined, ended: string | undefined): void;
}

export class RoomSession {
  /** The code people type to get here. */
  readonly code: string;
  /** Dropped until the table has greeted us. */
  status: ConnectionStatus = 'dropped';
  /** The clock stands still: until those who were here before a restart are back, or for the server. */
  held = false;
  /** It does so for the server, which cannot write its journal. */
  stalled = false;
  /** Open to us, oldest first. */
  questions: readonly Ask[] = [];
  readonly #room: ColyseusRoom;
  readonly #events: Partial<RoomSessionEvents>;
  readonly #outbox: Outbox;
  readonly #ready = Promise.withResolvers<void>();
  #welcome: Welcome | undefined;
  /** Those that were open before the last return. */
  #askedBefore: readonly Ask[] = [];
  #endReason: string | undefined;
  #hasState = false;

  /** Takes over a room just joined. */
  constructor(room: ColyseusRoom, events: Partial<RoomSessionEvents>) {
    this.code = room.roomId;
    this.#room = room;
    this.#events = events;
    // What waits goes out after the next welcome, and not through the SDK's own buffer, which forgets and doubles.
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
   * Resolves once the table has greeted us and shown its state; to a spectator who sees it late it may show that later. Call it once.
   *
   * @throws JoinFailure where it does not, or turns us away
   */
  async ready(): Promise<void> {
    const state = new Promise<void>((resolve) => this.#room.onStateChange.once(() => resolve()));
    const greeted = this.#ready.promise.then(() => (this.#awaitsDelayedState ? undefined : state));
    const late = Promise.withResolvers<never>();
    const failure = new JoinFailure('unreachable', 'The table does not answer.');
    const timer = setTimeout(() => late.reject(failure), GREETING_WITHIN_MS);
    try {
      await Promise.race([greeted, late.promise]);
    } catch (error) {
      this.#detach();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Who and where we are, as the table said last. */
  get welcome(): Welcome {
    if (this.#welcome === undefined) throw new Error('the table has not greeted yet');
    return this.#welcome;
  }

  /** The state has come. Late spectators are greeted before that. */
  get hasState(): boolean {
    return this.#hasState;
  }

  /** The game's state as decoded so far; the object stays the same and changes in place. */
  get state(): unknown {
    return this.#room.state;
  }

  /** The SDK's own side of the line. */
  get room(): ColyseusRoom {
    return this.#room;
  }

  /**
   * Sends an input frame. What the line loses is lost: a later one takes its place.
   *
   * @returns its number, which counts from 1 after each return; 0 where the line is down
   */
  sendInput(controls: Readonly<Record<string, number>>): number {
    const input = this.#room.input<Record<string, number>>();
    Object.assign(input.data, controls);
    return input.send();
  }

  /** The number of the last input frame that the table has seen to: it entered the match, or was one too many. */
  get lastProcessedInput(): number {
    return this.#room.input<Record<string, number>>().lastProcessed;
  }

  /** How many messages have no reply yet. */
  get pendingCount(): number {
    return this.#outbox.pendingCount;
  }

  /** The highest number of a message that the table has said it took: whoever knows of fewer has lost some. */
  get lastAccepted(): number {
    return this.#outbox.lastAccepted;
  }

  /** Stands for our seat. A new one comes with each welcome. */
  get token(): string {
    return this.#room.reconnectionToken;
  }

  /** Resolves once the table has taken the message (undefined) or refused it; as `lost` only when the line closes for good. */
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

  /** Takes the line for dropped, and tries to restore it. */
  reconnect(): void {
    // 4010 makes the SDK do so at once, instead of waiting for a dead socket's closing handshake.
    this.#room.connection.close(CLOSE.mayRetry);
  }

  /** Lets the line go, and keeps the seat: somebody may come back to it. */
  #detach(): void {
    if (this.status === 'closed') return;
    this.#room.reconnection.enabled = false;
    this.#markClosed();
    this.#room.connection.close();
  }

  /** Gives up the seat. Resolves when the table knows, or after a second. */
  async leave(): Promise<void> {
    if (this.status === 'closed') return;
    const room = this.#room;
    room.reconnection.enabled = false;
    this.#markClosed();
    if (!room.connection.isOpen) return room.connection.close();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => late.resolve(), LEAVE_WITHIN_MS);
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
      // Of what was sent without a number: there is nothing.
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
      this.#ready.reject(new JoinFailure('refused', ended || reason || 'The table turned you away.'));
    });
  }

  /** There, or back. Open questions are asked again after this. */
  #onWelcome(welcome: Welcome): void {
    if (this.status === 'closed') {
      // We left while the line was down, and a try to restore it was under way.
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
