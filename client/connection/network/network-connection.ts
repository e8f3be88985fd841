/** The connection of a browser page to a table on the server: a room session, remembered over reloads and supervised by a watchdog. */
import type { Room as ColyseusRoom } from '@colyseus/sdk';
import { CLOSE, type Ask } from '../../../shared/wire.ts';
import {
  JoinFailure,
  type Connection,
  type ConnectionStatus,
  type Departure,
  type SendFailure,
} from '../connection.ts';
import { Listeners } from '../listeners.ts';
import type { RealTime } from '../real-time.ts';
import { forgetSeat, REFRESH_MS, refreshSeat, rememberSeat } from '../seat-memory.ts';
import { ConnectionWatchdog } from './connection-watchdog.ts';
import { fetchDeparture } from './fetch-departure.ts';
import type { NetworkRealTime } from './network-real-time.ts';
import { RoomSession } from './room-session.ts';

/** How long after a welcome or a resume `matchNow()` tells the time. */
const CLOCK_VALID_MS = 1_000;
/** Colyseus closes with this code when it does not know the reconnection token. */
const NO_SUCH_SEAT = 4003;

export interface ConnectionTarget {
  /** The server's, such as `https://play.example`. */
  readonly address: string;
  readonly spectates: boolean;
  /** The match of the seat, on a return. */
  readonly match?: string;
}

export class NetworkConnection implements Connection {
  departure: Departure | undefined;
  readonly #session: RoomSession;
  readonly #changes = new Listeners();
  readonly #notices = new Listeners<[type: string, data: unknown]>();
  readonly #watchdog: ConnectionWatchdog;
  #realTime: NetworkRealTime | undefined;
  readonly #target: ConnectionTarget;
  #token = '';
  #refreshedAt = 0;
  /** A spectator of a delayed match is welcomed before the first state. */
  #view: 'awaited' | 'loading' | 'shown' = 'shown';
  /** When the first state comes, by this page's clock. */
  #beginsAtMs = 0;
  #clock: { matchMs: number; localMs: number } | undefined;

  private constructor(room: ColyseusRoom, target: ConnectionTarget) {
    this.#target = target;
    this.#session = new RoomSession(room, {
      welcomed: (welcome, returned) => {
        this.#realTime?.setLostMs(welcome.slipMs);
        // The server may have restarted, and its clock with it.
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
        // Hidden tabs do not ping, so there only patches show that the connection is alive.
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
        this.#notices.call(type, data);
      },
      closed: (code, reason, ended) => void this.#onClosed(code, reason, ended),
    });
    this.#watchdog = new ConnectionWatchdog({
      ping: (pong) =>
        this.#session.ping(() => {
          pong();
          this.#refreshIfDue();
        }),
      reconnect: () => this.#session.reconnect(),
    });
    addEventListener('pagehide', this.#refreshSeat);
  }

  /** @param room just joined. Resolves after the welcome and the first state */
  static async open(room: ColyseusRoom, target: ConnectionTarget): Promise<NetworkConnection> {
    const connection = new NetworkConnection(room, target);
    // At once, so that a page reloaded before the welcome returns to the seat too.
    if (!target.spectates) {
      const { roomId: code, name: game, reconnectionToken: token } = room;
      rememberSeat({ code, game, token, match: target.match });
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
    return this.#changes.add(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    return this.#notices.add(listener);
  }

  leave(): Promise<void> {
    const left = this.#session.leave();
    this.#close({ why: 'left' });
    return left;
  }

  /** The token is new after each welcome. */
  #onWelcome(now: number): void {
    this.#token = this.#session.token;
    if (this.seat !== undefined) rememberSeat(this.#seatRecord());
    this.#refreshedAt = performance.now();
    this.#setClock(now);
    this.#watchdog.onLive();
    this.#changed();
  }

  /** Loads the SDK's prediction only for games that use it. */
  async #openRealTime(): Promise<void> {
    const { inputs, tickRate, slipMs } = this.#session.welcome;
    if (!inputs) return;
    const { NetworkRealTime } = await import('./network-real-time.ts');
    this.#realTime = new NetworkRealTime(this.#session.room, tickRate, slipMs);
  }

  /** The first state of a delayed match has come. */
  async #openView(): Promise<void> {
    this.#view = 'loading';
    try {
      await this.#openRealTime();
      this.#view = 'shown';
    } catch {
      // Retried at the next patch.
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

  /** If the room does not know the seat, the server may know why. */
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
    // A seat taken over by another tab is remembered by that tab.
    if (departure.why !== 'elsewhere' && this.#token !== '') forgetSeat(this.code, this.#token);
    this.departure = departure;
    this.#changed();
  }

  #changed(): void {
    this.#changes.call();
  }
}

/** What a close code means for the player. */
export function departureOf(code: number, reason: string | undefined, ended: string | undefined): Departure {
  const why = ended || reason;
  switch (code) {
    case CLOSE.over:
    case CLOSE.consented:
      return { why: 'over', reason: why };
    case CLOSE.failed:
      return { why: 'failed', reason: why };
    case CLOSE.voided:
      return { why: 'voided', reason: why };
    case CLOSE.dismissed:
      return { why: 'dismissed', reason: why };
    case CLOSE.misbehaved:
      return { why: 'misbehaved' };
    case CLOSE.elsewhere:
      return { why: 'elsewhere' };
    case NO_SUCH_SEAT:
      return { why: 'lost' };
    default:
      return { why: 'lost', reason: ended };
  }
}
