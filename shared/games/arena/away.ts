/** Who is away: seats are for those who play. */
import { PACE, TICK_RATE } from './house.ts';
import type { ControlFrame, Stage } from './spec.ts';
import type { World } from './world.ts';

/** How often it is looked who is away. */
const LOOK_MS = 1_000;

/** Sends people away who have not touched anything for a long time while others fought. */
export async function sendAwayIdlers({ room, players, idling }: World): Promise<void> {
  for (;;) {
    await room.sleep(LOOK_MS);
    for (const player of players) {
      if (player === undefined || player.bot || idling.ms(player.seat) < PACE.awayMs) continue;
      player.dismiss('Away for too long.');
    }
  }
}

/** For how long each seat has held the same controls in a fight. */
export class Idling {
  /** In ticks, by seat. */
  readonly #ticks: number[];
  /** The controls of the last frame as one number; −1 where there was none yet. */
  readonly #held: number[];

  /** @param from as `toArray` gave it */
  constructor(seats: number, from: Stage['idle'] = []) {
    this.#ticks = Array.from({ length: seats }, (_, seat) => from[seat] ?? 0);
    this.#held = this.#ticks.map(() => -1);
  }

  toArray(): Stage['idle'] {
    return [...this.#ticks];
  }

  ms(seat: number): number {
    return ((this.#ticks[seat] ?? 0) * 1_000) / TICK_RATE;
  }

  /** A tick of a fight passes. */
  pass(): void {
    for (let seat = 0; seat < this.#ticks.length; seat += 1) this.#ticks[seat]! += 1;
  }

  /** Somebody else sits there now. */
  forget(seat: number): void {
    this.#ticks[seat] = 0;
    this.#held[seat] = -1;
  }

  /** Looks whether a frame tells anything new. */
  heed(seat: number, { move, aim, buttons }: ControlFrame): void {
    const held = (move << 16) | (aim << 4) | buttons;
    const before = this.#held[seat];
    this.#held[seat] = held;
    if (before !== held && before !== -1) this.#ticks[seat] = 0;
  }
}
