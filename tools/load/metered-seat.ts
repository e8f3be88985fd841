/** A player's connection that is measured: traffic and times, and whether anything that was accepted is lost. */
import type { BotSeat } from '../../client/bots/network-bot.ts';
import type { SendFailure } from '../../client/connection/connection.ts';
import type { RoomSession, RoomSessionEvents } from '../../client/connection/network/room-session.ts';
import { countBytes, type ByteChannel } from '../../client/connection/network/traffic-meter.ts';
import { CLOSE, type Welcome } from '../../shared/wire.ts';
import type { CuttableRoom } from './cut-socket.ts';
import { LOSSES, record, type LossName, type Counters, type LoadTimes } from './counters.ts';
import type { StateProbe } from './state-probe.ts';

/** More frames than this are not timed while they are unacknowledged. */
const FRAMES_TIMED = 256;

export interface Meters {
  readonly counters: Counters;
  readonly times: LoadTimes;
  /** Called with each problem. */
  readonly problem: (text: string) => void;
}

/** The parts of a session that are measured. */
export type MeteredLine = BotSeat &
  Pick<RoomSession, 'lastAccepted' | 'lastProcessedInput' | 'pendingCount'> & {
    readonly room: ByteChannel & CuttableRoom;
  };

export type OpenLine = (events: Partial<RoomSessionEvents>) => Promise<MeteredLine>;

export class MeteredSeat implements BotSeat {
  readonly line: MeteredLine;
  readonly #name: string;
  readonly #probe: StateProbe;
  readonly #meters: Meters;
  readonly #first: Welcome;
  readonly #sentAt = new Float64Array(FRAMES_TIMED);
  #lastFrame = 0;
  #seenFrame = 0;
  #progress: readonly number[] = [];
  #breaks = 0;
  #brokenAt: number | undefined;
  #said = 0;
  #leaving = false;
  #closed: number | undefined;

  private constructor(line: MeteredLine, name: string, probe: StateProbe, meters: Meters) {
    this.line = line;
    this.#name = name;
    this.#probe = probe;
    this.#meters = meters;
    this.#first = line.welcome;
    const { counters } = meters;
    countBytes(
      line.room,
      (bytes) => counters.add('bytesIn', bytes),
      (bytes) => counters.add('bytesOut', bytes),
    );
    counters.add('joins');
    counters.add('playing');
  }

  /** @param events of the bot in this seat */
  static async take(
    name: string,
    probe: StateProbe,
    meters: Meters,
    events: Partial<RoomSessionEvents>,
    open: OpenLine,
  ): Promise<MeteredSeat> {
    const startMs = performance.now();
    // Events before that are part of joining.
    let seat: MeteredSeat | undefined = undefined as MeteredSeat | undefined;
    const line = await open({
      ...events,
      welcomed(welcome, returned) {
        events.welcomed?.(welcome, returned);
        if (seat !== undefined && returned) seat.#returned(welcome);
      },
      dropped() {
        events.dropped?.();
        if (seat !== undefined) seat.#dropped();
      },
      patched() {
        events.patched?.();
        if (seat !== undefined) seat.#patched();
      },
      closed(code, reason, ended) {
        events.closed?.(code, reason, ended);
        if (seat !== undefined) seat.#shut(code, ended || reason);
      },
    });
    record(meters.times.joins, performance.now() - startMs);
    seat = new MeteredSeat(line, name, probe, meters);
    return seat;
  }

  get code(): string {
    return this.line.code;
  }

  get welcome(): Welcome {
    return this.line.welcome;
  }

  get state(): unknown {
    return this.line.state;
  }

  get status(): BotSeat['status'] {
    return this.line.status;
  }

  /** The code with which the table closed the connection for good; undefined before that, and after leaving. */
  get closed(): number | undefined {
    return this.#closed;
  }

  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    return this.#follow(this.line.send(type, data));
  }

  answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    return this.#follow(this.line.answer(question, answer));
  }

  /** Sends a chat line of its own, where the game has a chat: all see it once if it is accepted, and nobody does if it is refused. */
  async say(): Promise<void> {
    const { chat } = this.#probe;
    if (chat === undefined) return;
    const text = `${this.#name}, line ${++this.#said}`;
    const refused = await this.send(chat.type, text);
    if (this.#closed !== undefined || this.#leaving) return;
    const times = chat.lines(this.state).filter((line) => line === text).length;
    if (times === 0 && refused === undefined) this.lose('forgottenMessages', 1, text);
    if (times > 0 && refused !== undefined) this.lose('deniedMessages', 1, `${text}: ${refused.message}`);
    if (times > 1) this.lose('doubledMessages', 1, text);
  }

  sendInput(controls: Readonly<Record<string, number>>): number {
    const frame = this.line.sendInput(controls);
    if (frame === 0) return 0;
    this.#meters.counters.add('frames');
    this.#sentAt[frame % FRAMES_TIMED] = performance.now();
    this.#lastFrame = frame;
    return frame;
  }

  /** All messages have their reply, and the connection is up, or closed for good. */
  get isQuiet(): boolean {
    if (this.#closed !== undefined || this.#leaving) return true;
    return this.line.status === 'live' && this.line.pendingCount === 0;
  }

  /** The numbers of the last frame that was sent, and of the last one that was acknowledged. */
  get frames(): { readonly sent: number; readonly seen: number; readonly breaks: number } {
    return { sent: this.#lastFrame, seen: this.#seenFrame, breaks: this.#breaks };
  }

  /** Counts something that is lost, and reports it. */
  lose(loss: LossName, count: number, more = ''): void {
    if (count <= 0) return;
    this.#meters.counters.add(loss, count);
    this.#meters.problem(`${this.#name} at ${this.code}: ${LOSSES[loss]}: ${count}${more === '' ? '' : ` (${more})`}`);
  }

  async leave(): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    if (this.#closed === undefined) this.#meters.counters.add('playing', -1);
    await this.line.leave();
  }

  async #follow(sending: Promise<SendFailure | undefined>): Promise<SendFailure | undefined> {
    const { counters, times } = this.#meters;
    const [startMs, breaks] = [performance.now(), this.#breaks];
    counters.add('messages');
    const refused = await sending;
    if (refused?.code === 'lost') {
      if (!this.#leaving) this.lose('lostMessages', 1);
      return refused;
    }
    counters.add('replies');
    if (refused !== undefined) counters.add('refused');
    if (breaks === this.#breaks && this.line.status === 'live') record(times.replies, performance.now() - startMs);
    return refused;
  }

  #patched(): void {
    const { counters, times } = this.#meters;
    counters.add('patches');
    if (this.line.status !== 'live') return;
    if (this.#first.inputs) {
      const [now, seen] = [performance.now(), this.line.lastProcessedInput];
      for (let frame = Math.max(this.#seenFrame, seen - FRAMES_TIMED) + 1; frame <= seen; frame++)
        record(times.frames, now - (this.#sentAt[frame % FRAMES_TIMED] ?? now));
      this.#seenFrame = seen;
    }
    const { seat } = this.#first;
    const progress = this.#probe.progress(this.state, seat ?? -1);
    const back = progress.findIndex((number, index) => number < (this.#progress[index] ?? number));
    if (back >= 0) this.lose('setbacks', 1, `from ${this.#progress[back]} to ${progress[back]}`);
    this.#progress = progress;
  }

  #dropped(): void {
    this.#breaks++;
    // Failed attempts to reconnect end here, too.
    this.#brokenAt ??= performance.now();
    this.#meters.counters.add('framesCut', this.#lastFrame - this.#seenFrame);
    this.#lastFrame = 0;
    this.#seenFrame = 0;
  }

  #returned({ player, seat, matchId, received }: Welcome): void {
    this.#meters.counters.add('reconnects');
    if (this.#brokenAt !== undefined) record(this.#meters.times.returns, performance.now() - this.#brokenAt);
    this.#brokenAt = undefined;
    const first = this.#first;
    if (player !== first.player || seat !== first.seat || matchId !== first.matchId)
      this.lose('lostSeats', 1, `seat ${first.seat} of ${first.matchId} became seat ${seat} of ${matchId}`);
    this.lose('forgottenMessages', this.line.lastAccepted - received);
  }

  #shut(code: number, reason = ''): void {
    const { counters, problem } = this.#meters;
    this.#closed = code;
    counters.add('playing', -1);
    const why = `closed with ${code}${reason === '' ? '' : `: ${reason}`}`;
    // A match is lost once for all its players: the worker counts it.
    if (code === CLOSE.failed || code === CLOSE.voided) return;
    if (code === CLOSE.over || code === CLOSE.dismissed || code === CLOSE.misbehaved || code === CLOSE.consented) {
      counters.add('errors');
      problem(`${this.#name} at ${this.code} was sent away: ${why}`);
    } else {
      this.lose('lostSeats', 1, why);
    }
  }
}
