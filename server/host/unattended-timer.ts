/** Whether anybody plays: bots are there for people who sit with them, and those who only watch cannot keep them busy without end. */
import { LIMITS } from './limits.ts';

/** What those who watch are told when it is over. */
export const UNATTENDED_NOTICE = 'Nobody but bots has played here for a minute.';

export class UnattendedTimer {
  readonly #maxTicks: number;
  /** How many ticks bots have played with no person among them. */
  #unattendedTicks = 0;

  /** @param ms how long bots may play alone */
  constructor(tickRate: number, ms: number = LIMITS.unattendedMs) {
    this.#maxTicks = (ms * tickRate) / 1_000;
  }

  /** To be asked after each tick: bots have played alone for as long as they may. */
  isOver(players: readonly { readonly bot: boolean }[]): boolean {
    if (players.length === 0 || players.some(({ bot }) => !bot)) this.#unattendedTicks = 0;
    else this.#unattendedTicks++;
    return this.#unattendedTicks >= this.#maxTicks;
  }
}
