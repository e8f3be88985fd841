/** A player's line with a meter in it: counts what goes over it, takes the times, and keeps book of what must not be lost. */
import type { BotSeat } from '../../client/bots/network-bot.ts';
import type { SendFailure } from '../../client/connection/connection.ts';
import type { RoomSession, RoomSessionEvents } from '../../client/connection/network/room-session.ts';
import { countBytes, type ByteChannel } from '../../client/connection/network/traffic-meter.ts';
import { CLOSE, type Welcome } from '../../shared/wire.ts';
import type { CuttableRoom } from './cut-socket.ts';
import { LOSSES, record, type LossName, type Counters, type LoadTimes } from './counters.ts';
import type { StateProbe } from './state-probe.ts';

/** So many frames may be under way; times of more are not taken. */
const FRAMES_TIMED = 256;

export interface Meters {
  readonly tally: Counters;
  readonly times: LoadTimes;
  /** Told of what went wrong, in words. */
  readonly problem: (text: string) => void;
}

/** A line, as far as it is looked at here. */
export type MeteredLine = BotSeat &
  Pick<RoomSession, 'lastAccepted' | 'lastProcessedInput' | 'pendingCount'> & {
    readonly room: ByteChannel & CuttableRoom;
  };

export type OpenLine = (events: Partial<RoomSessionEvents>) => Promise<MeteredLine>;

export class MeteredSeat implements BotSeat {
  readonly line: MeteredLine;
  readonly #name: string;
  readonly #yardstick: StateProbe;
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

  private constructor(line: MeteredLine, name: string, yardstick: StateProbe, meters: Meters) {
    this.line = line;
    this.#name = name;
    this.#yardstick = yardstick;
    this.#meters = meters;
    this.#first = line.welcome;
    const { tally } = meters;
    countBytes(
      line.room,
      (bytes) => tally.add('bytesIn', bytes),
      (bytes) => tally.add('bytesOut', bytes),
    );
    tally.add('joins');
    tally.add('playing');
  }

  /** @param events of the bot that shall sit here */
  static async take(
    name: string,
    yardstick: StateProbe,
    meters: Meters,
    events: Partial<RoomSessionEvents>,
    open: OpenLine,
  ): Promise<MeteredSeat> {
    const startMs = performance.now();
    // What comes before we sit is part of sitting down.
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
    seat = new MeteredSeat(line, name, yardstick, meters);
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

  /** The code with which the table has closed the line for good; undefined while it has not, and after leaving. */
  get closed(): number | undefined {
    return this.#closed;
  }

  send(type: string, data: unknown): Promise<SendFailure | undefined> {
    return this.#follow(this.line.send(type, data));
  }

  answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    return this.#follow(this.line.answer(question, answer));
  }

  /** Says a line of its own, where the game lets people talk: once it is accepted it is there for all, once; if refused it is not. */
  async say(): Promise<void> {
    const { chat } = this.#yardstick;
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
    this.#meters.tally.add('frames');
    this.#sentAt[frame % FRAMES_TIMED] = performance.now();
    this.#lastFrame = frame;
    return frame;
  }

  /** Everything that was said has its reply, and the line is up (or gone for good): nothing is to come. */
  get isQuiet(): boolean {
    if (this.#closed !== undefined || this.#leaving) return true;
    return this.line.status === 'live' && this.line.pendingCount === 0;
  }

  /** The number of the last frame on this line, and of the last one that was acknowledged. */
  get frames(): { readonly sent: number; readonly seen: number; readonly breaks: number } {
    return { sent: this.#lastFrame, seen: this.#seenFrame, breaks: this.#breaks };
  }

  /** Notes that something is lost, and says what. */
  lose(loss: LossName, count: number, more = ''): void {
    if (count <= 0) return;
    this.#meters.tally.add(loss, count);
    this.#meters.problem(`${this.#name} at ${this.code}: ${LOSSES[loss]}: ${count}${more === '' ? '' : ` (${more})`}`);
  }

  async leave(): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    if (this.#closed === undefined) this.#meters.tally.add('playing', -1);
    await this.line.leave();
  }

  async #follow(sending: Promise<SendFailure | undefined>): Promise<SendFailure | undefined> {
    const { tally, times } = this.#meters;
    const [startMs, breaks] = [performance.now(), this.#breaks];
    tally.add('messages');
    const refused = await sending;
    if (refused?.code === 'lost') {
      if (!this.#leaving) this.lose('lostMessages', 1);
      return refused;
    }
    tally.add('replies');
    if (refused !== undefined) tally.add('refused');
    if (breaks === this.#breaks && this.line.status === 'live') record(times.replies, performance.now() - startMs);
    return refused;
  }

  #patched(): void {
    const { tally, times } = this.#meters;
    tally.add('patches');
    if (this.line.status !== 'live') return;
    if (this.#first.inputs) {
      const [now, seen] = [performance.now(), this.line.lastProcessedInput];
      for (let frame = Math.max(this.#seenFrame, seen - FRAMES_TIMED) + 1; frame <= seen; frame++)
        record(times.frames, now - (this.#sentAt[frame % FRAMES_TIMED] ?? now));
      this.#seenFrame = seen;
    }
    const { seat } = this.#first;
    const progress = this.#yardstick.progress(this.state, seat ?? -1);
    const back = progress.findIndex((number, index) => number < (this.#progress[index] ?? number));
    if (back >= 0) this.lose('setbacks', 1, `from ${this.#progress[back]} to ${progress[back]}`);
    this.#progress = progress;
  }

  #dropped(): void {
    this.#breaks++;
    // Tries to restore it that fail are told, too.
    this.#brokenAt ??= performance.now();
    this.#meters.tally.add('framesCut', this.#lastFrame - this.#seenFrame);
    this.#lastFrame = 0;
    this.#seenFrame = 0;
  }

  #returned({ player, seat, matchId, received }: Welcome): void {
    this.#meters.tally.add('reconnects');
    if (this.#brokenAt !== undefined) record(this.#meters.times.returns, performance.now() - this.#brokenAt);
    this.#brokenAt = undefined;
    const first = this.#first;
    if (player !== first.player || seat !== first.seat || matchId !== first.matchId)
      this.lose('lostSeats', 1, `seat ${first.seat} of ${first.matchId} became seat ${seat} of ${matchId}`);
    this.lose('forgottenMessages', this.line.lastAccepted - received);
  }

  #shut(code: number, reason = ''): void {
    const { tally, problem } = this.#meters;
    this.#closed = code;
    tally.add('playing', -1);
    const why = `closed with ${code}${reason === '' ? '' : `: ${reason}`}`;
    // Those of the whole room are counted once, by whoever knows the room.
    if (code === CLOSE.failed || code === CLOSE.voided) return;
    if (code === CLOSE.over || code === CLOSE.dismissed || code === CLOSE.misbehaved || code === CLOSE.consented) {
      tally.add('errors');
      problem(`${this.#name} at ${this.code} was sent away: ${why}`);
    } else {
      this.lose('lostSeats', 1, why);
    }
  }
}
