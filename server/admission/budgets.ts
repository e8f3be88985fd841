/** What all clients of one address may use together: how much at a time, and how often. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ADDRESS_LIMITS, type HeldResource, type RatedResource } from '../host/limits.ts';
import type { ClientAddress } from './client-address.ts';

/** Gives back what was held; a second call does nothing. */
export type Release = () => void;

/** Called for each refusal. */
export type OnRefused = (resource: HeldResource | RatedResource, address: ClientAddress) => void;

export class AddressBudgets {
  /** How many players may be behind one address. */
  readonly players: number;
  readonly #refused: OnRefused;
  readonly #held: Record<HeldResource, Map<ClientAddress, number>>;
  readonly #rates: Record<RatedResource, RateLimiterMemory>;

  /** @param players how many players may be behind one address: every budget grows with it */
  constructor(players: number, refused: OnRefused = () => {}) {
    this.players = players;
    this.#refused = refused;
    const { held, rates } = ADDRESS_LIMITS;
    this.#held = mapKeys(held, () => new Map<ClientAddress, number>());
    this.#rates = mapKeys(rates, (resource) => {
      const { amount, seconds } = rates[resource];
      return new RateLimiterMemory({ points: this.#scaled(amount), duration: seconds });
    });
  }

  /** How much of a resource one address may hold. */
  bound(resource: HeldResource): number {
    return this.#scaled(ADDRESS_LIMITS.held[resource]);
  }

  /** How much of a resource an address holds. */
  heldBy(address: ClientAddress, resource: HeldResource): number {
    return this.#held[resource].get(address) ?? 0;
  }

  /** Holds an amount of a resource until it is released; undefined where that exceeds the limit of the address. */
  hold(address: ClientAddress, resource: HeldResource, amount = 1): Release | undefined {
    const held = this.#held[resource];
    const before = held.get(address) ?? 0;
    if (before + amount > this.bound(resource)) {
      this.#refused(resource, address);
      return undefined;
    }
    held.set(address, before + amount);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (held.get(address) ?? 0) - amount;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    };
  }

  /** Takes an amount of a rate. Resolves with 0, or with how long to wait, in ms. */
  async take(address: ClientAddress, resource: RatedResource, amount = 1): Promise<number> {
    try {
      await this.#rates[resource].consume(address, amount);
      return 0;
    } catch (why) {
      if (!(why instanceof RateLimiterRes)) throw why;
      this.#refused(resource, address);
      return why.msBeforeNext;
    }
  }

  /** An address has used up a rate. */
  async isUsedUp(address: ClientAddress, resource: RatedResource): Promise<boolean> {
    const taken = await this.#rates[resource].get(address);
    return taken !== null && taken.consumedPoints >= this.#rates[resource].points;
  }

  /** An address has used some of a rate. */
  async hasTaken(address: ClientAddress, resource: RatedResource): Promise<boolean> {
    return (await this.#rates[resource].get(address)) !== null;
  }

  #scaled(amountPerPlayer: number): number {
    return Math.max(1, Math.ceil(amountPerPlayer * this.players));
  }
}

function mapKeys<Key extends string, Value>(
  record: Record<Key, unknown>,
  make: (key: Key) => Value,
): Record<Key, Value> {
  const keys = Object.keys(record) as Key[];
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>;
}
