/** Seats of one room that were promised and not taken up yet, and how much they count against its free seats. */
import type { Release } from './budgets.ts';
import type { ClientAddress } from './client-address.ts';

export interface PendingReservation {
  readonly address: ClientAddress;
  /** Others see that seat as taken; false where the address has let such seats go before. */
  readonly counts: boolean;
  /** Nobody wants to sit there. */
  readonly spectator: boolean;
  /** It was taken up, or nobody came for it. */
  readonly over: (isTakenUp: boolean) => void;
}

interface Pending extends PendingReservation {
  readonly stopWaiting: Release;
}

export class PendingReservations {
  readonly #waitMs: number;
  readonly #after: (ms: number, fn: () => void) => Release;
  /** By the ids of those who are to come. */
  readonly #pending = new Map<string, Pending>();

  /** @param after calls back after a time, and returns what takes that back */
  constructor(waitMs: number, after: (ms: number, fn: () => void) => Release) {
    this.#waitMs = waitMs;
    this.#after = after;
  }

  get size(): number {
    return this.#pending.size;
  }

  add(id: string, promised: PendingReservation): void {
    const stopWaiting = this.#after(this.#waitMs, () => this.#end(id, false));
    this.#pending.set(id, { ...promised, stopWaiting });
  }

  takenUp(id: string): void {
    this.#end(id, true);
  }

  /** How many an address has. */
  of(address: ClientAddress): number {
    let count = 0;
    for (const promised of this.#pending.values()) if (promised.address === address) count++;
    return count;
  }

  /** How many seats are promised, as somebody of an address sees it: all of their own network, and one at most of each other. */
  seenFrom(address: ClientAddress): number {
    let own = 0;
    const others = new Set<ClientAddress>();
    for (const promised of this.#pending.values()) {
      if (promised.spectator) continue;
      if (promised.address === address) own++;
      else if (promised.counts) others.add(promised.address);
    }
    return own + others.size;
  }

  /** The room has closed. */
  clear(): void {
    for (const id of [...this.#pending.keys()]) this.#end(id, false);
  }

  #end(id: string, isTakenUp: boolean): void {
    const promised = this.#pending.get(id);
    if (promised === undefined) return;
    this.#pending.delete(id);
    promised.stopWaiting();
    promised.over(isTakenUp);
  }
}
