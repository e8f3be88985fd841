/** What spectators get later than players: patches, whole states and notices, kept in order until their time has come. */
import { Fifo } from '../kernel/fifo.ts';

/** One tick of the match, as spectators get it. */
export interface SpectatorTick<Notice> {
  /** The tick of the match. */
  readonly tick: number;
  /** What has changed in it; undefined: nothing. */
  readonly patch: Uint8Array | undefined;
  /** The whole state after it; undefined in most. */
  state: Uint8Array | undefined;
  /** The stream begins with it: its whole state is for all, and not for newcomers only. */
  readonly isFirst: boolean;
  /** The notices of the tick, in order. */
  readonly notices: Notice[];
  /** About how much memory it takes. */
  bytes: number;
}

/** A whole state, or what has changed since the one before. */
export interface SpectatorUpdate {
  /** The tick of the match that it shows. */
  readonly tick: number;
  /** The encoded state or patch. */
  readonly bytes: Uint8Array;
}

/** What a moment takes beside what is in it. */
const TICK_BYTES = 256;
/** Whole states are taken when what has come since the last is as long, and no shorter than this. */
const LEAST_STATE_BYTES = 8_192;

/**
 * The last moments of a match: what has been shown since the last whole state, and what is still to come. A newcomer gets
 * that state and the patches since. A whole state is taken when the patches since the last are as long: so all of them cost
 * no more than the patches do, and a newcomer gets about twice the state at most.
 *
 * @example
 * const stream = new DelayedStream<Notice>(300);
 * stream.begin(match.tick, whole());
 * // In each tick:
 * stream.add(match.tick, patch);
 * if (stream.needsState) stream.keep(whole());
 * for (let moment = stream.next(); moment !== undefined; moment = stream.next()) show(moment);
 */
export class DelayedStream<Notice> {
  /** How many ticks later spectators see the match. */
  readonly delayTicks: number;
  /** A whole state and the patches since it, all of which were shown; empty before the first. */
  #shown: SpectatorUpdate[] = [];
  readonly #waiting = new Fifo<SpectatorTick<Notice>>();
  #newest: SpectatorTick<Notice> | undefined;
  #shownTick: number | undefined;
  #shownBytes = 0;
  #waitingBytes = 0;
  /** Of the newest whole state, and of what has come since. */
  #stateBytes = 0;
  #sinceBytes = 0;

  /**
   * An empty stream.
   *
   * @param delayTicks 1 or more
   */
  constructor(delayTicks: number) {
    this.delayTicks = delayTicks;
  }

  /** Something is kept: somebody watches. */
  get isActive(): boolean {
    return this.#newest !== undefined;
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return this.#shownBytes + this.#waitingBytes;
  }

  /** How long the newest whole state is: two of them may be kept at a time. */
  get stateBytes(): number {
    return this.#stateBytes;
  }

  /** The tick that was shown last; undefined: none was yet. */
  get shownTick(): number | undefined {
    return this.#shownTick;
  }

  /** What newcomers need in order to see what the others see: a whole state and the patches since. Empty: nobody sees anything yet. */
  get shown(): readonly SpectatorUpdate[] {
    return this.#shown;
  }

  /** In how many ticks the first moment is shown; 0: it has been. */
  get ticksToFirst(): number {
    if (this.#shownTick !== undefined) return 0;
    const { first } = this.#waiting;
    return this.delayTicks - (this.#newest?.tick ?? 0) + (first?.tick ?? 0);
  }

  /** It is time for a whole state of the newest moment. */
  get needsState(): boolean {
    return this.#sinceBytes >= Math.max(LEAST_STATE_BYTES, this.#stateBytes);
  }

  /** All is kept from this tick on, which begins with a whole state. What was kept before is given up. */
  begin(tick: number, state: Uint8Array): void {
    this.clear();
    this.#push(tick, undefined, true);
    this.addWholeState(state);
  }

  /** The next tick, and what has changed in it. */
  add(tick: number, patch: Uint8Array | undefined): void {
    this.#push(tick, patch, false);
  }

  /** Keeps the whole state of the newest moment. */
  addWholeState(state: Uint8Array): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    newest.state = state;
    this.#take(newest, state.length);
    this.#stateBytes = state.length;
    this.#sinceBytes = 0;
  }

  /**
   * Adds a notice of the newest tick.
   *
   * @param bytes about how much memory it takes
   */
  addNotice(notice: Notice, bytes: number): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    newest.notices.push(notice);
    this.#take(newest, bytes);
  }

  /**
   * The next moment whose time has come, which counts as shown; undefined: there is none.
   *
   * @param isOver no tick comes any more: the time of what is left has come
   */
  nextDue(isOver = false): SpectatorTick<Notice> | undefined {
    const [moment, newest] = [this.#waiting.first, this.#newest];
    if (moment === undefined || newest === undefined) return undefined;
    if (!isOver && moment.tick > newest.tick - this.delayTicks) return undefined;
    this.#waiting.shift();
    this.#waitingBytes -= moment.bytes;
    this.#shownTick = moment.tick;
    const { tick, state, patch } = moment;
    if (state !== undefined) {
      this.#shown = [{ tick, bytes: state }];
      this.#shownBytes = TICK_BYTES + state.length;
    } else if (patch !== undefined) {
      this.#shown.push({ tick, bytes: patch });
      this.#shownBytes += TICK_BYTES + patch.length;
    }
    return moment;
  }

  /** Nobody watches any more. */
  clear(): void {
    this.#waiting.clear();
    this.#newest = undefined;
    this.#shownTick = undefined;
    this.#waitingBytes = 0;
    this.#shown = [];
    this.#shownBytes = 0;
  }

  #push(tick: number, patch: Uint8Array | undefined, isFirst: boolean): void {
    this.#newest = { tick, patch, state: undefined, isFirst, notices: [], bytes: 0 };
    this.#waiting.push(this.#newest);
    this.#take(this.#newest, TICK_BYTES + (patch?.length ?? 0));
    if (patch !== undefined) this.#sinceBytes += TICK_BYTES + patch.length;
  }

  #take(moment: SpectatorTick<Notice>, bytes: number): void {
    moment.bytes += bytes;
    this.#waitingBytes += bytes;
  }
}
