/** A place at a table for a program instead of a page: the same protocol over the same SDK, with no browser around it. */
import { ColyseusSDK, type Room as ColyseusRoom } from '@colyseus/sdk';
import { CLOSE, WIRE, type Ask, type Ended, type Refusal, type Reply, type Welcome } from '../../shared/wire.ts';

const GREETING_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 1_000;

export interface SeatEvents {
  asked(question: Ask): void;
  questionClosed(question: number): void;
  notice(type: string, data: unknown): void;
  /** The line was lost, and is back: we sit where we sat. */
  returned(): void;
  /** The table has closed the connection for good; not called after `leave()`. */
  closed(code: number, reason: string): void;
}

export interface Door {
  readonly name: string;
  /** What else the creator of a table may choose. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The line broke before a reply came: the message may have arrived or not. */
export const LOST = 'lost';

export class NetworkSeat {
  /** The code people type to get here. */
  readonly code: string;
  readonly #room: ColyseusRoom;
  readonly #events: SeatEvents;
  readonly #greeted = Promise.withResolvers<void>();
  /** Asked, and neither answered nor closed: they are asked again after a return. */
  readonly #open = new Set<number>();
  #welcome: Welcome | undefined;
  #ended: string | undefined;
  #dropped = false;
  #left = false;

  private constructor(room: ColyseusRoom, events: SeatEvents) {
    this.code = room.roomId;
    this.#room = room;
    this.#events = events;
    room.reconnection.minUptime = 0;
    room.reconnection.maxDelay = 1_000;
    this.#listen();
  }

  /** Takes a seat at the first open table, or at a new one. `url` is the server's, with any of `ws(s)` and `http(s)`. */
  static async playNow(url: string, game: string, { name, options }: Door, events: SeatEvents): Promise<NetworkSeat> {
    return this.#sit(
      await new ColyseusSDK(url.replace(/^ws/, 'http')).joinOrCreate(game, { ...options, name }),
      events,
    );
  }

  /** Takes a seat at a table whose code is known. */
  static async join(url: string, code: string, { name }: Door, events: SeatEvents): Promise<NetworkSeat> {
    return this.#sit(await new ColyseusSDK(url.replace(/^ws/, 'http')).joinById(code, { name }), events);
  }

  static async #sit(room: ColyseusRoom, events: SeatEvents): Promise<NetworkSeat> {
    const seat = new NetworkSeat(room, events);
    const state = new Promise<void>((resolve) => room.onStateChange.once(() => resolve()));
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('the table does not answer')), GREETING_WITHIN_MS);
    try {
      await Promise.race([Promise.all([seat.#greeted.promise, state]), late.promise]);
      return seat;
    } catch (error) {
      await seat.leave();
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

  /** The game's state as decoded so far; the object stays the same and changes in place. */
  get state(): unknown {
    return this.#room.state;
  }

  /** Resolves once the table has taken the message (undefined) or refused it. Never rejects. */
  async send(type: string, data: unknown): Promise<Refusal | typeof LOST | undefined> {
    if (this.#dropped || this.#left) return LOST;
    try {
      const reply = await this.#room.request<unknown, Reply>(type, data);
      return reply.ok ? undefined : reply;
    } catch {
      return LOST;
    }
  }

  answer(question: number, answer: unknown): Promise<Refusal | typeof LOST | undefined> {
    this.#open.delete(question);
    return this.send(WIRE.answer, { question, answer });
  }

  /** Gives up the seat. Resolves when the table knows, or after a second. */
  async leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    const room = this.#room;
    room.reconnection.enabled = false;
    if (!room.connection.isOpen) return room.connection.close();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LEAVE_WITHIN_MS)));
    await Promise.race([room.leave(), late]);
    clearTimeout(timer);
  }

  #listen(): void {
    const room = this.#room;
    const events = this.#events;
    room.onMessage<Welcome>(WIRE.welcome, (welcome) => {
      this.#welcome = welcome;
      if (this.#dropped) events.returned();
      this.#dropped = false;
      this.#greeted.resolve();
    });
    room.onMessage<Ask>(WIRE.ask, (ask) => {
      if (this.#open.has(ask.question)) return;
      this.#open.add(ask.question);
      events.asked(ask);
    });
    room.onMessage<{ question: number }>(WIRE.asked, ({ question }) => {
      this.#open.delete(question);
      events.questionClosed(question);
    });
    room.onMessage<Ended>(WIRE.ended, ({ reason }) => (this.#ended = reason));
    room.onMessage<Refusal>(WIRE.refused, () => {
      // Of messages that were sent without asking for a reply: there are none.
    });
    room.onMessage('*', (type, data: unknown) => events.notice(String(type), data));
    room.onDrop(() => (this.#dropped = true));
    room.onLeave((code, reason = '') => {
      const why = this.#ended ?? reason;
      this.#greeted.reject(new Error(why || `the table closed the connection (${code})`));
      if (this.#left) return;
      this.#left = true;
      events.closed(code, why);
    });
  }
}

/** Whether a table closed because it broke, and not because the game was over. */
export function isBreakdown(code: number): boolean {
  return code !== CLOSE.over && code !== CLOSE.consented && code !== CLOSE.dismissed;
}
