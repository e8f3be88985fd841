/** Who is away: seats are for those who play. */
import { PACE, TICK_RATE } from './constants.ts';
import type { ControlFrame, ArenaCheckpoint } from './spec.ts';
import type { ArenaWorld } from './world.ts';

/** How often it is looked who is away. */
const CHECK_MS = 1_000;

/** Sends people away who have not touched anything for a long time while others fought. */
export async function kickIdlePlayers({ room, players, idleTimer: idling }: ArenaWorld): Promise<void> {
  for (;;) {
    await room.sleep(CHECK_MS);
    for (const player of players) {
      if (player === undefined || player.bot || idling.ms(player.seat) < PACE.awayMs) continue;
      player.kick('Away for too long.');
    }
  }
}

/** For how long each seat has held the same controls in a fight. */
export class IdleTimer {
  /** In ticks, by seat. */
  readonly #ticks: number[];
  /** The controls of the last frame as one number; −1 where there was none yet. */
  readonly #held: number[];

  /** @param from as `toArray` gave it */
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

  /** A tick of a fight passes. */
  tick(): void {
    for (let seat = 0; seat < this.#ticks.length; seat += 1) this.#ticks[seat]! += 1;
  }

  /** Somebody else sits there now. */
  reset(seat: number): void {
    this.#ticks[seat] = 0;
    this.#held[seat] = -1;
  }

  /** Looks whether a frame tells anything new. */
  onInput(seat: number, { move, aim, buttons }: ControlFrame): void {
    const held = (move << 16) | (aim << 4) | buttons;
    const before = this.#held[seat];
    this.#held[seat] = held;
    if (before !== held && before !== -1) this.#ticks[seat] = 0;
  }
}
