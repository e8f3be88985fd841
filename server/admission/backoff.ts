/** Blocks an address after too many failures: briefly at first, and for twice as long each time after that. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ClientAddress } from './client-address.ts';

export interface BackoffPlan {
  /** Failures that are normal. */
  readonly failures: number;
  readonly withinSeconds: number;
  /** How long the first block lasts. */
  readonly firstSeconds: number;
  /** How long a block lasts at most. */
  readonly maxSeconds: number;
  /** Blocks are forgotten after this long without another one. */
  readonly forgetSeconds: number;
}

export class Backoff {
  readonly #plan: BackoffPlan;
  readonly #failures: RateLimiterMemory;
  readonly #blocks: RateLimiterMemory;

  constructor(plan: BackoffPlan) {
    this.#plan = plan;
    this.#failures = new RateLimiterMemory({ points: plan.failures, duration: plan.withinSeconds });
    this.#blocks = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: plan.forgetSeconds });
  }

  /** For how long an address is blocked, in ms; 0: it is not. */
  async blockedMs(address: ClientAddress): Promise<number> {
    const failures = await this.#failures.get(address);
    return failures !== null && failures.consumedPoints > this.#plan.failures ? failures.msBeforeNext : 0;
  }

  /** Counts a failure. True: the address is blocked from here on. */
  async failed(address: ClientAddress): Promise<boolean> {
    try {
      await this.#failures.consume(address);
      return false;
    } catch (why) {
      if (!(why instanceof RateLimiterRes)) throw why;
    }
    const { firstSeconds, maxSeconds } = this.#plan;
    const { consumedPoints: blocks } = await this.#blocks.penalty(address);
    await this.#failures.block(address, Math.min(maxSeconds, firstSeconds * 2 ** (blocks - 1)));
    return true;
  }
}
