/** How long each seat's player has been idle. */
import { TICK_RATE } from './constants.ts';
import type { ArenaCheckpoint, ControlFrame } from './spec.ts';

export class IdleTimer {
  /** Ticks of a fight without a change of controls, by seat. */
  readonly #ticks: number[];
  /** The last frame's controls packed into one number; −1 before the first frame. */
  readonly #held: number[];

  /** @param from an earlier `toArray()` */
  constructor(seats: number, from: ArenaCheckpoint['idle'] = []) {
    this.#ticks = Array.from({ length: seats }, (_, seat) => from[seat] ?? 0);
    this.#held = this.#ticks.map(() => -1);
  }

  toArray(): ArenaCheckpoint['idle'] {
    return [...this.#ticks];
  }

  ms(seat: number): number {
    return ((this.#ticks[seat] ?? 0) * 1_000) / TICK_RATE;
  }

  /** Counts one tick of a fight. */
  tick(): void {
    for (let seat = 0; seat < this.#ticks.length; seat += 1) this.#ticks[seat]! += 1;
  }

  /** Starts over: the seat has a new player. */
  reset(seat: number): void {
    this.#ticks[seat] = 0;
    this.#held[seat] = -1;
  }

  /** Resets the count when a frame's controls differ from the last frame's. */
  onInput(seat: number, { move, aim, buttons }: ControlFrame): void {
    const held = (move << 16) | (aim << 4) | buttons;
    const before = this.#held[seat];
    this.#held[seat] = held;
    if (before !== held && before !== -1) this.#ticks[seat] = 0;
  }
}
