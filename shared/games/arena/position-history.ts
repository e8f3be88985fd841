/** Where everybody was in the last ticks: shots are judged by what their shooters saw. */
import type { MutablePoint } from './projectiles.ts';
import { REWIND_MS, TICK_RATE } from './constants.ts';
import type { Body } from './state.ts';

/** The present, as far as the past is looked back into, one more to be between, and one for the tick before. */
const KEPT = Math.ceil((REWIND_MS * TICK_RATE) / 1_000) + 3;
/** A place is one number: x, and y so many times. Nobody is at 0, where the wall is: that is for the dead. */
const ROW = 0x1_0000;

export class PositionHistory {
  readonly #bodies: readonly Body[];
  readonly #kept: Uint32Array;
  /** Where the newest tick is. */
  #newest = 0;

  /** @param from as `toArray` gave it */
  constructor(bodies: readonly Body[], from: readonly number[] = []) {
    this.#bodies = bodies;
    this.#kept = new Uint32Array(KEPT * bodies.length);
    this.#kept.set(from.slice(0, this.#kept.length));
  }

  /** The newest tick first; in each a number for each seat. */
  toArray(): number[] {
    const newest = this.#offset(0);
    return [...this.#kept.subarray(newest), ...this.#kept.subarray(0, newest)];
  }

  /** Keeps where everybody is now, at the end of a tick's steps. */
  record(): void {
    this.#newest = (this.#newest + KEPT - 1) % KEPT;
    let at = this.#offset(0);
    for (const { x, y, health } of this.#bodies) this.#kept[at++] = health === 0 ? 0 : x + y * ROW;
  }

  /**
   * Where a fighter was, between two ticks if need be.
   *
   * @param into is written
   * @param before so many ticks before that: 1 at most
   * @returns false where it was dead or not there
   */
  at(seat: number, msAgo: number, into: MutablePoint, before = 0): boolean {
    const ticksAgo = (Math.min(msAgo, REWIND_MS) * TICK_RATE) / 1_000 + before;
    const after = Math.floor(ticksAgo);
    const part = ticksAgo - after;
    const kept = this.#kept;
    const newer = kept[this.#offset(after) + seat] ?? 0;
    const older = part > 0 ? (kept[this.#offset(after + 1) + seat] ?? 0) : newer;
    if (newer === 0 || older === 0) return false;
    into.x = between(newer % ROW, older % ROW, part);
    into.y = between((newer / ROW) | 0, (older / ROW) | 0, part);
    return true;
  }

  #offset(ago: number): number {
    return ((this.#newest + ago) % KEPT) * this.#bodies.length;
  }
}

function between(newer: number, older: number, part: number): number {
  return newer + (older - newer) * part;
}
