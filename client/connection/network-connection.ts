/** A seat (or a place to watch from) at a table on the server, over one Colyseus room that reconnects by itself. */
import type { Room as ColyseusRoom } from '@colyseus/sdk';
import type { Ask, Ended, Reply, Welcome } from '../../shared/wire.ts';
import { JoinFailure, type Connection, type ConnectionStatus, type Departure, type Refused } from './connection.ts';
import { forgetSeat, REFRESH_MS, refreshSeat, rememberSeat } from './seat-memory.ts';
import { Watchdog } from './watchdog.ts';
import { CLOSE, WIRE } from '../../shared/wire.ts';

/** The server greets everybody at once; without a greeting by then something is wrong with it. */
const GREETING_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 1_000;
const WELCOME_TELLS_TIME_MS = 1_000;
/** What Colyseus closes with when another tab takes the seat over, and when it knows no such seat. */
const TAKEN_OVER = 4002;
const NO_SUCH_SEAT = 4003;

const LOST: Refused = { code: 'lost', message: 'The connection broke before the table answered.' };

export class NetworkConnection implements Connection {
  readonly code: string;
  game = '';
  player = '';
  seat: number | undefined;
  status: ConnectionStatus = 'live';
  departure: Departure | undefined;
  questions: readonly Ask[] = [];

  readonly #room: ColyseusRoom;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(type: string, data: unknown) => void>();
  readonly #watchdog: Watchdog;
  #greeted = false;
  #stateful = false;
  #ended: string | undefined;
  #token = '';
  #refreshedAt = 0;
  #clock: { matchMs: number; localMs: number } | undefined;

  private constructor(room: ColyseusRoom) {
    this.#room = room;
    this.code = room.roomId;
    this.#watchdog = new Watchdog({
      ping: (pong) =>
        room.ping(() => {
          pong();
          this.#alive();
        }),
      // 4010 makes the SDK treat the line as dropped at once, instead of waiting for a dead socket's closing handshake.
      giveUp: () => room.connection.close(CLOSE.mayRetry),
    });
    this.#listen();
  }

  /** Takes over a room just joined, and resolves once the table has greeted us and shown its state. */
  static open(room: ColyseusRoom): Promise<NetworkConnection> {
    const connection = new NetworkConnection(room);
    return new Promise((resolve, reject) => {
      const settle = (conclude: () => void) => {
        clearTimeout(timer);
        unsubscribe();
        conclude();
      };
      const timer = setTimeout(() => {
        settle(() => reject(new JoinFailure('unreachable', 'The table does not answer.')));
        void connection.leave();
      }, GREETING_WITHIN_MS);
      const unsubscribe = connection.subscribe(() => {
        const { departure } = connection;
        if (departure)
          settle(() => reject(new JoinFailure('refused', departure.reason ?? 'The table turned you away.')));
        else if (connection.#greeted && connection.#stateful) settle(() => resolve(connection));
      });
    });
  }

  get state(): unknown {
    return this.#room.state;
  }

  matchNow(): number | undefined {
    if (!this.#clock) return undefined;
    const sinceMs = performance.now() - this.#clock.localMs;
    return sinceMs < WELCOME_TELLS_TIME_MS ? this.#clock.matchMs + sinceMs : undefined;
  }

  async send(type: string, data: unknown): Promise<Refused | undefined> {
    if (this.status !== 'live') return LOST;
    try {
      const reply = await this.#room.request<unknown, Reply | undefined>(type, data);
      return reply && !reply.ok ? { code: reply.code, message: reply.message } : undefined;
    } catch {
      return LOST;
    }
  }

  async answer(question: number, answer: unknown): Promise<Refused | undefined> {
    const refused = await this.send(WIRE.answer, { question, answer });
    if (!refused) this.#close(question);
    return refused;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  async leave(): Promise<void> {
    if (this.status === 'closed') return;
    const room = this.#room;
    room.reconnection.enabled = false;
    this.#depart({ why: 'left' });
    if (!room.connection.isOpen) return room.connection.close();
    await Promise.race([room.leave(), new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS))]);
  }

  #listen(): void {
    const room = this.#room;
    addEventListener('pagehide', this.#refresh);
    room.onStateChange(() => {
      this.#stateful = true;
      // Hidden tabs do not ping: there, only what the table sends shows that the line lives.
      this.#alive();
      this.#changed();
    });
    room.onDrop(() => {
      this.#watchdog.dropped();
      if (this.status !== 'live') return;
      this.status = 'dropped';
      this.#changed();
    });
    room.onLeave((code, reason) => this.#depart(departureOf(code, reason, this.#ended)));
    room.onMessage<Welcome>(WIRE.welcome, (welcome) => this.#greet(welcome));
    room.onMessage<Ask>(WIRE.ask, (ask) => {
      this.questions = [...this.questions.filter(({ question }) => question !== ask.question), ask];
      this.#changed();
    });
    room.onMessage<{ question: number }>(WIRE.asked, ({ question }) => this.#close(question));
    room.onMessage<Ended>(WIRE.ended, ({ reason }) => (this.#ended = reason));
    room.onMessage('*', (type, data: unknown) => {
      for (const listener of this.#noticeListeners) listener(String(type), data);
    });
  }

  /** Back at the table, or there for the first time: the token is new each time. Open questions are asked again after this. */
  #greet(welcome: Welcome): void {
    this.#greeted = true;
    this.game = welcome.game;
    this.player = welcome.player;
    this.seat = welcome.seat ?? undefined;
    this.#token = this.#room.reconnectionToken;
    if (this.seat !== undefined) rememberSeat(this.#kept());
    this.#refreshedAt = performance.now();
    this.#clock = { matchMs: welcome.now, localMs: performance.now() };
    this.questions = [];
    this.status = 'live';
    this.#watchdog.live();
    this.#changed();
  }

  #kept(): Parameters<typeof rememberSeat>[0] {
    return { code: this.code, game: this.game, token: this.#token };
  }

  #alive(): void {
    if (performance.now() - this.#refreshedAt >= REFRESH_MS) this.#refresh();
  }

  readonly #refresh = (): void => {
    if (this.status !== 'live' || !this.#greeted || this.seat === undefined) return;
    this.#refreshedAt = performance.now();
    refreshSeat(this.#kept());
  };

  #close(question: number): void {
    this.questions = this.questions.filter((ask) => ask.question !== question);
    this.#changed();
  }

  #depart(departure: Departure): void {
    if (this.status === 'closed') return;
    this.#watchdog.stop();
    removeEventListener('pagehide', this.#refresh);
    // A seat that another tab has taken over is that tab's to remember.
    if (departure.why !== 'elsewhere') forgetSeat(this.code, this.#token);
    this.departure = departure;
    this.status = 'closed';
    this.questions = [];
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
    case CLOSE.dismissed:
      return { why: 'dismissed', reason: why };
    case CLOSE.misbehaved:
      return { why: 'misbehaved' };
    case CLOSE.consented:
      return { why: 'over', reason: why };
    case TAKEN_OVER:
      return { why: 'elsewhere' };
    case NO_SUCH_SEAT:
      return { why: 'lost' };
    default:
      return { why: 'lost', reason: ended };
  }
}
