/** The delayed stream for spectators: patches, whole states and notices, kept in order until they are due. */
import { Fifo } from '../kernel/fifo.ts';

/** One tick of the match, as spectators receive it. */
export interface SpectatorTick<Notice> {
  /** The tick of the match. */
  readonly tick: number;
  /** The changes of this tick; undefined if there are none. */
  readonly patch: Uint8Array | undefined;
  /** The whole state after it; undefined for most ticks. */
  state: Uint8Array | undefined;
  /** The first tick of the stream: its whole state goes to all spectators, not only to new ones. */
  readonly isFirst: boolean;
  /** The notices of the tick, in order. */
  readonly notices: Notice[];
  /** Its approximate memory use. */
  bytes: number;
}

/** A whole state, or the changes since the previous update. */
export interface SpectatorUpdate {
  /** The tick of the match that it shows. */
  readonly tick: number;
  /** The encoded state or patch. */
  readonly bytes: Uint8Array;
}

/** Memory overhead of one tick. */
const TICK_BYTES = 256;
/** A whole state is taken once the patches since the last one are as long as it, but no shorter than this. */
const MIN_STATE_BYTES = 8_192;

/**
 * The recent ticks of a match: those shown since the last whole state, and those not yet due. A new spectator gets that
 * state and the patches since. A whole state is taken whenever the patches since the last one are as long, so whole states
 * cost no more than patches do, and a new spectator downloads at most about twice the state.
 *
 * @example
 * const stream = new DelayedStream<Notice>(300);
 * stream.begin(match.tick, whole());
 * // In each tick:
 * stream.add(match.tick, patch);
 * if (stream.needsState) stream.addWholeState(whole());
 * for (let due = stream.nextDue(); due !== undefined; due = stream.nextDue()) show(due);
 */
export class DelayedStream<Notice> {
  /** How many ticks later spectators see the match. */
  readonly delayTicks: number;
  /** The last whole state that was shown and the patches since; empty before the first. */
  #shown: SpectatorUpdate[] = [];
  readonly #waiting = new Fifo<SpectatorTick<Notice>>();
  #newest: SpectatorTick<Notice> | undefined;
  #shownTick: number | undefined;
  #shownBytes = 0;
  #waitingBytes = 0;
  /** Lengths of the newest whole state and of the patches since. */
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

  /** Whether ticks are kept, as there are spectators. */
  get isActive(): boolean {
    return this.#newest !== undefined;
  }

  /** Its approximate memory use. */
  get bytes(): number {
    return this.#shownBytes + this.#waitingBytes;
  }

  /** Length of the newest whole state; two may be kept at a time. */
  get stateBytes(): number {
    return this.#stateBytes;
  }

  /** The last tick that was shown; undefined before the first. */
  get shownTick(): number | undefined {
    return this.#shownTick;
  }

  /** What new spectators need to catch up: a whole state and the patches since. Empty before the first tick is shown. */
  get shown(): readonly SpectatorUpdate[] {
    return this.#shown;
  }

  /** In how many ticks the first tick is shown; 0 once it has been. */
  get ticksToFirst(): number {
    if (this.#shownTick !== undefined) return 0;
    const { first } = this.#waiting;
    return this.delayTicks - (this.#newest?.tick ?? 0) + (first?.tick ?? 0);
  }

  /** Whether to add a whole state for the newest tick. */
  get needsState(): boolean {
    return this.#sinceBytes >= Math.max(MIN_STATE_BYTES, this.#stateBytes);
  }

  /** Starts over from this tick, with a whole state. Earlier ticks are dropped. */
  begin(tick: number, state: Uint8Array): void {
    this.clear();
    this.#push(tick, undefined, true);
    this.addWholeState(state);
  }

  /** Adds the next tick and its changes. */
  add(tick: number, patch: Uint8Array | undefined): void {
    this.#push(tick, patch, false);
  }

  /** Adds the whole state after the newest tick. */
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
   * @param bytes its approximate memory use
   */
  addNotice(notice: Notice, bytes: number): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    newest.notices.push(notice);
    this.#take(newest, bytes);
  }

  /**
   * The next tick that is due, which then counts as shown; undefined if there is none.
   *
   * @param isOver no more ticks will be added, so all that are left are due
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

  /** Drops everything, as there are no spectators. */
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
