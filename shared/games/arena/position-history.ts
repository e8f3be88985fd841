/** Lag compensation: the positions of the last ticks, so that shots are judged by what their shooter saw. */
import type { MutablePoint } from './projectiles.ts';
import { REWIND_MS, TICK_RATE } from './constants.ts';
import type { Body } from './state.ts';

/** The ticks that can be rewound, one more to interpolate with, the present, and the tick before a position. */
const KEPT = Math.ceil((REWIND_MS * TICK_RATE) / 1_000) + 3;
/** Packs a position into one number: x + y × ROW. 0 stands for the dead; there the map has a wall. */
const ROW = 0x1_0000;

export class PositionHistory {
  readonly #bodies: readonly Body[];
  readonly #kept: Uint32Array;
  /** The row of the newest tick. */
  #newest = 0;

  /** @param from an earlier `toArray()` */
  constructor(bodies: readonly Body[], from: readonly number[] = []) {
    this.#bodies = bodies;
    this.#kept = new Uint32Array(KEPT * bodies.length);
    this.#kept.set(from.slice(0, this.#kept.length));
  }

  /** One number for each seat and tick, newest tick first. */
  toArray(): number[] {
    const newest = this.#offset(0);
    return [...this.#kept.subarray(newest), ...this.#kept.subarray(0, newest)];
  }

  /** Records all positions at the end of a tick's steps. */
  record(): void {
    this.#newest = (this.#newest + KEPT - 1) % KEPT;
    let at = this.#offset(0);
    for (const { x, y, health } of this.#bodies) this.#kept[at++] = health === 0 ? 0 : x + y * ROW;
  }

  /**
   * The position of a fighter in the past, interpolated between ticks.
   *
   * @param into receives it
   * @param before this many ticks earlier: 1 at most
   * @returns false if it was dead or not there
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
