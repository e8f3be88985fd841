/** A seat (or a place to watch from) as a page has it: remembered over reloads, watched over, and told to all who show it. */
import type { Room as ColyseusRoom } from '@colyseus/sdk';
import type { Ask } from '../../../shared/wire.ts';
import {
  JoinFailure,
  type Connection,
  type ConnectionStatus,
  type Departure,
  type SendFailure,
} from '../connection.ts';
import { fetchDeparture } from './fetch-departure.ts';
import { RoomSession } from './room-session.ts';
import type { NetworkRealTime } from './network-real-time.ts';
import type { RealTime } from '../real-time.ts';
import { forgetSeat, REFRESH_MS, refreshSeat, rememberSeat } from '../seat-memory.ts';
import { ConnectionWatchdog } from './connection-watchdog.ts';
import { CLOSE } from '../../../shared/wire.ts';

const CLOCK_VALID_MS = 1_000;
/** What Colyseus closes with when it knows no such seat. */
const NO_SUCH_SEAT = 4003;

/** Where a connection is, and what for. */
export interface ConnectionTarget {
  /** That of the server, such as `https://play.example`. */
  readonly address: string;
  /** It has no seat. */
  readonly spectates: boolean;
  /** Of somebody who comes back. */
  readonly match?: string;
}

export class NetworkConnection implements Connection {
  departure: Departure | undefined;
  readonly #session: RoomSession;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(type: string, data: unknown) => void>();
  readonly #watchdog: ConnectionWatchdog;
  #realTime: NetworkRealTime | undefined;
  readonly #target: ConnectionTarget;
  #token = '';
  #refreshedAt = 0;
  /** A late spectator is greeted before there is anything to see. */
  #view: 'awaited' | 'opening' | 'shown' = 'shown';
  /** When the first picture comes, by this page's clock. */
  #beginsAtMs = 0;
  #clock: { matchMs: number; localMs: number } | undefined;

  private constructor(room: ColyseusRoom, place: ConnectionTarget) {
    this.#target = place;
    this.#session = new RoomSession(room, {
      welcomed: (welcome, returned) => {
        this.#realTime?.setLostMs(welcome.slipMs);
        // Another server may have taken the place of the one that told the time.
        if (returned) this.#realTime?.restartClock();
        this.#beginsAtMs = performance.now() + (welcome.late?.beginsInMs ?? 0);
        this.#onWelcome(welcome.now);
      },
      dropped: () => {
        this.#watchdog.onDropped();
        this.#refreshIfDue();
        this.#changed();
      },
      patched: () => {
        // Hidden tabs do not ping: there, only what the table sends shows that the line lives.
        this.#refreshIfDue();
        if (this.#view === 'awaited') void this.#openView();
        this.#changed();
      },
      stalled: ({ now }) => {
        this.#setClock(now);
        this.#changed();
      },
      resumed: ({ now }) => {
        this.#realTime?.restartClock();
        this.#setClock(now);
        this.#changed();
      },
      lostTime: ({ slipMs }) => this.#realTime?.setLostMs(slipMs),
      asked: () => this.#changed(),
      questionClosed: () => this.#changed(),
      notice: (type, data) => {
        for (const listener of this.#noticeListeners) listener(type, data);
      },
      closed: (code, reason, ended) => void this.#onClosed(code, reason, ended),
    });
    this.#watchdog = new ConnectionWatchdog({
      ping: (pong) =>
        this.#session.ping(() => {
          pong();
          this.#refreshIfDue();
        }),
      giveUp: () => this.#session.reconnect(),
    });
    addEventListener('pagehide', this.#refreshSeat);
  }

  /** Takes over a room just joined, and resolves once the table has greeted us and shown its state. */
  static async open(room: ColyseusRoom, place: ConnectionTarget): Promise<NetworkConnection> {
    const connection = new NetworkConnection(room, place);
    // Whoever reloads the page before the table has greeted us comes back to the seat all the same.
    if (!place.spectates) {
      const { roomId: code, name: game, reconnectionToken: token } = room;
      rememberSeat({ code, game, token, match: place.match });
    }
    try {
      await connection.#session.ready();
      if (connection.#session.hasState) await connection.#openRealTime();
      else connection.#view = 'awaited';
      return connection;
    } catch (error) {
      const isSilent = error instanceof JoinFailure && error.problem === 'unreachable';
      if (!isSilent) forgetSeat(room.roomId, room.reconnectionToken);
      connection.#close({ why: 'lost' });
      throw error;
    }
  }

  get code(): string {
    return this.#session.code;
  }

  get game(): string {
    return this.#session.welcome.game;
  }

  get matchId(): string {
    return this.#session.welcome.matchId;
  }

  get player(): string {
    return this.#session.welcome.player;
  }

  get seat(): number | undefined {
    return this.#session.welcome.seat ?? undefined;
  }

  get status(): ConnectionStatus {
    return this.#session.status;
  }

  get held(): boolean {
    return this.#session.held;
  }

  get stalled(): boolean {
    return this.#session.stalled;
  }

  get lostMoments(): boolean {
    return this.#session.welcome.lost === true;
  }

  get delayMs(): number | undefined {
    return this.#session.welcome.late?.delayMs;
  }

  beginsInMs(): number | undefined {
    return this.#view === 'shown' ? undefined : Math.max(0, this.#beginsAtMs - performance.now());
  }

  get recoveries(): number {
    return this.#session.welcome.recoveries;
  }

  get state(): unknown {
    return this.#session.state;
  }

  get realTime(): RealTime | undefined {
    return this.#realTime;
  }

  get questions(): readonly Ask[] {
    return this.#session.questions;
  }

  matchNow(): number | undefined {
    if (this.#realTime !== undefined && !this.held) return this.#realTime.matchNow();
    if (!this.#clock) return undefined;
    const { matchMs, localMs } = this.#clock;
    if (this.held) return matchMs;
    const sinceMs = performance.now() - localMs;
    return sinceMs < CLOCK_VALID_MS ? matchMs + sinceMs : undefined;
  }

  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    return this.#session.send(type, data);
  }

  answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    return this.#session.answer(question, answer);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  leave(): Promise<void> {
    const left = this.#session.leave();
    this.#close({ why: 'left' });
    return left;
  }

  /** Back at the table, or there for the first time: the token is new each time. */
  #onWelcome(now: number): void {
    this.#token = this.#session.token;
    if (this.seat !== undefined) rememberSeat(this.#seatRecord());
    this.#refreshedAt = performance.now();
    this.#setClock(now);
    this.#watchdog.onLive();
    this.#changed();
  }

  /** The SDK's prediction is loaded for the games that use it. */
  async #openRealTime(): Promise<void> {
    const { inputs, tickRate, slipMs } = this.#session.welcome;
    if (!inputs) return;
    const { NetworkRealTime } = await import('./network-real-time.ts');
    this.#realTime = new NetworkRealTime(this.#session.room, tickRate, slipMs);
  }

  /** The first picture of a late spectator has come. */
  async #openView(): Promise<void> {
    this.#view = 'opening';
    try {
      await this.#openRealTime();
      this.#view = 'shown';
    } catch {
      // It may load at the next patch.
      this.#view = 'awaited';
    }
    this.#changed();
  }

  #setClock(matchMs: number): void {
    this.#clock = { matchMs, localMs: performance.now() };
  }

  #seatRecord(): Parameters<typeof rememberSeat>[0] {
    return { code: this.code, game: this.game, token: this.#token, match: this.matchId };
  }

  #refreshIfDue(): void {
    if (performance.now() - this.#refreshedAt >= REFRESH_MS) this.#refreshSeat();
  }

  readonly #refreshSeat = (): void => {
    if (this.#token === '' || this.status === 'closed' || this.seat === undefined) return;
    this.#refreshedAt = performance.now();
    refreshSeat(this.#seatRecord());
  };

  /** The table has closed the line for good. Where it knows no such seat, the server may know why. */
  async #onClosed(code: number, reason: string | undefined, ended: string | undefined): Promise<void> {
    this.#changed();
    const isUnknown = code === NO_SUCH_SEAT && this.#token !== '';
    this.#close(
      isUnknown ? await fetchDeparture(this.#target.address, this.matchId) : departureOf(code, reason, ended),
    );
  }

  #close(departure: Departure): void {
    if (this.departure !== undefined) return;
    this.#watchdog.stop();
    this.#realTime?.dispose();
    removeEventListener('pagehide', this.#refreshSeat);
    // A seat that another tab has taken over is that tab's to remember.
    if (departure.why !== 'elsewhere' && this.#token !== '') forgetSeat(this.code, this.#token);
    this.departure = departure;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What a close code means to whoever sat there. */
export function departureOf(code: number, reason: string | undefined, ended: string | undefined): Departure {
  const why = ended || reason;
  switch (code) {
    case CLOSE.over:
      return { why: 'over', reason: why };
    case CLOSE.failed:
      return { why: 'failed', reason: why };
    case CLOSE.voided:
      return { why: 'voided', reason: why };
    case CLOSE.dismissed:
      return { why: 'dismissed', reason: why };
    case CLOSE.misbehaved:
      return { why: 'misbehaved' };
    case CLOSE.consented:
      return { why: 'over', reason: why };
    case CLOSE.elsewhere:
      return { why: 'elsewhere' };
    case NO_SUCH_SEAT:
      return { why: 'lost' };
    default:
      return { why: 'lost', reason: ended };
  }
}
