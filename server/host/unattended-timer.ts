/** How long bots have played without a human player: spectators alone do not keep a room open. */
import { LIMITS } from './limits.ts';

/** Sent to spectators when the room closes. */
export const UNATTENDED_NOTICE = 'Nobody but bots has played here for a minute.';

export class UnattendedTimer {
  readonly #maxTicks: number;
  /** Ticks with bots and no human player. */
  #unattendedTicks = 0;

  /** @param ms how long bots may play alone */
  constructor(tickRate: number, ms: number = LIMITS.unattendedMs) {
    this.#maxTicks = (ms * tickRate) / 1_000;
  }

  /** To be called after each tick. True: bots have played alone for as long as they may. */
  isOver(players: readonly { readonly bot: boolean }[]): boolean {
    if (players.length === 0 || players.some(({ bot }) => !bot)) this.#unattendedTicks = 0;
    else this.#unattendedTicks++;
    return this.#unattendedTicks >= this.#maxTicks;
  }
}
