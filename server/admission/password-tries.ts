/** How often a password may be tried: an address waits longer after each wrong try, and all of them together are limited. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { LIMITS } from '../host/limits.ts';
import type { ClientAddress } from './client-address.ts';

const ALL = 'all';
const HOUR_SECONDS = 3_600;
const MINUTE_SECONDS = 60;

export interface PasswordTry {
  /** How long the address has to wait; 0: it may try now. */
  readonly waitMs: number;
  /** The address had no wrong try within an hour. */
  readonly isFirst: boolean;
}

export class PasswordTries {
  /** Wrong tries of each address. */
  readonly #wrong = new RateLimiterMemory({ points: LIMITS.passwordTries, duration: HOUR_SECONDS });
  /** Addresses that wait before their next try. */
  readonly #waits = new RateLimiterMemory({ points: 1, duration: LIMITS.passwordWaitSeconds });
  /** Tries of all addresses that were wrong before. */
  readonly #again = new RateLimiterMemory({ points: LIMITS.passwordTriesPerMinute, duration: MINUTE_SECONDS });
  readonly #failed = new RateLimiterMemory({ points: 1, duration: MINUTE_SECONDS });
  /** The addresses that are counted, the oldest first. */
  readonly #known = new Set<ClientAddress>();

  /** Begins a try, which counts as wrong until `right` is called: many tries at once are no better than one after the other. */
  async begin(address: ClientAddress): Promise<PasswordTry> {
    const { consumedPoints } = await this.#wrong.penalty(address);
    this.#remember(address);
    // An address without wrong tries has its try, whatever the others do.
    if (consumedPoints <= 1) return { waitMs: 0, isFirst: true };
    try {
      const beyond = consumedPoints - LIMITS.passwordTries;
      if (beyond > 0) await this.#waits.consume(address, 1, { customDuration: waitSeconds(beyond) });
      await this.#again.consume(ALL);
      return { waitMs: 0, isFirst: false };
    } catch (why) {
      if (!(why instanceof RateLimiterRes)) throw why;
      await this.#wrong.reward(address);
      return { waitMs: Math.max(1, why.msBeforeNext), isFirst: false };
    }
  }

  /** The try was right: the address starts from nothing. */
  async right(address: ClientAddress): Promise<void> {
    await this.#forget(address);
  }

  /** The try was wrong, or too early. Resolves with how many of all addresses were within the same minute. */
  async failed(): Promise<number> {
    const { consumedPoints } = await this.#failed.penalty(ALL);
    return consumedPoints;
  }

  #remember(address: ClientAddress): void {
    this.#known.add(address);
    const [oldest] = this.#known;
    if (this.#known.size > LIMITS.passwordAddresses && oldest !== undefined) void this.#forget(oldest);
  }

  async #forget(address: ClientAddress): Promise<void> {
    this.#known.delete(address);
    await Promise.all([this.#wrong.delete(address), this.#waits.delete(address)]);
  }
}

/** Doubles with each try. */
function waitSeconds(beyond: number): number {
  return Math.min(2 ** (beyond - 1), LIMITS.passwordWaitSeconds);
}
