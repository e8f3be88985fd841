/** The connection of a browser page to a table on the server: a room session, remembered over reloads and supervised by a watchdog. */
import type { Room as ColyseusRoom } from '@colyseus/sdk';
import type { GameSpec, MessageType, NoticeData, StateOf } from '../../../shared/runtime/index.ts';
import { CLOSE } from '../../../shared/wire.ts';
import { JoinFailure, type ConnectionStatus, type Departure, type SendFailure } from '../connection.ts';
import { msUntil } from '../deadline.ts';
import type { GameName, InputFields, MessageInput, ReceivedNotice } from '../game-types.ts';
import { Listeners } from '../listeners.ts';
import { NoticeListeners } from '../notice-listeners.ts';
import { OpenQuestions } from '../open-questions.ts';
import type { RealTime } from '../real-time.ts';
import type { Question, Table, TableDeadline } from '../table.ts';
import { forgetSeat, REFRESH_MS, refreshSeat, rememberSeat } from '../seat-memory.ts';
import { ConnectionWatchdog } from './connection-watchdog.ts';
import { EstimatedClock } from './estimated-clock.ts';
import { fetchDeparture } from './fetch-departure.ts';
import { InputSender, type FrameFields } from './input-sender.ts';
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

export class NetworkConnection<G extends GameSpec = GameSpec> implements Table<G> {
  departure: Departure | undefined;
  readonly #session: RoomSession;
  readonly #changes = new Listeners();
  readonly #notices = new NoticeListeners<G>();
  readonly #questions = new OpenQuestions<G>((question, answer) => this.#session.answer(question, answer));
  readonly #inputs = new InputSender((fields) => {
    if (this.status === 'live') this.#session.sendInput(fields);
  });
  readonly #watchdog: ConnectionWatchdog;
  #realTime: NetworkRealTime | undefined;
  readonly #target: ConnectionTarget;
  #token = '';
  #refreshedAt = 0;
  /** A spectator of a delayed match is welcomed before the first state. */
  #view: 'awaited' | 'loading' | 'shown' = 'shown';
  /** When the first state comes, by this page's clock. */
  #beginsAtMs = 0;
  readonly #clock = new EstimatedClock(() => performance.now());
  /** When the server last told the time, by this page's clock. */
  #toldAtMs = -Infinity;

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
        this.#clock.onPatch();
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
    globalThis.addEventListener?.('pagehide', this.#refreshSeat);
  }

  /** @param room just joined. Resolves after the welcome and the first state */
  static async open<G extends GameSpec>(room: ColyseusRoom, target: ConnectionTarget): Promise<NetworkConnection<G>> {
    const connection = new NetworkConnection<G>(room, target);
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

  get game(): GameName<G> {
    return this.#session.welcome.game as GameName<G>;
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

  get state(): StateOf<G> {
    return this.#session.state as StateOf<G>;
  }

  get hasState(): boolean {
    return this.#session.hasState;
  }

  get realTime(): RealTime | undefined {
    return this.#realTime;
  }

  get questions(): readonly Question<G>[] {
    return this.#questions.of(this.#session.questions);
  }

  matchNow(): number | undefined {
    if (this.#realTime !== undefined && !this.held) return this.#realTime.matchNow();
    return this.held || performance.now() - this.#toldAtMs < CLOCK_VALID_MS ? this.#clock.now() : undefined;
  }

  msLeft(deadline: TableDeadline): number {
    // Patches of games with input frames tell the exact time.
    if (this.#realTime !== undefined && !this.held) return msUntil(deadline, this.#realTime.matchNow());
    return this.#clock.msLeft(deadline);
  }

  send<T extends MessageType<G>>(type: T, data: MessageInput<G, T>): Promise<SendFailure | undefined> {
    return this.#session.send(type, data);
  }

  setInput(fields: InputFields<G>): void {
    if (this.status !== 'closed') this.#inputs.set(fields as FrameFields, this.#session.welcome.tickRate);
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  on<N extends ReceivedNotice<G>>(notice: N, listener: (data: NoticeData<G, N>) => void): () => void {
    return this.#notices.add(notice, listener);
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
    this.#clock.set(matchMs, this.held);
    this.#toldAtMs = performance.now();
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
    this.#inputs.stop();
    this.#realTime?.dispose();
    globalThis.removeEventListener?.('pagehide', this.#refreshSeat);
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
