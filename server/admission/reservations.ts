/** Reserved seats of one room that no client has taken yet, and how they count against its free seats. */
import type { Account } from '../host/members/account.ts';
import type { Release } from './budgets.ts';
import type { ClientAddress } from './client-address.ts';

export interface PendingReservation {
  readonly address: ClientAddress;
  /** Of the client that it is for. */
  readonly account?: Account | undefined;
  /** Others see the seat as taken; false where the address has not taken such seats before. */
  readonly counts: boolean;
  /** It is for a spectator. */
  readonly spectator: boolean;
  /** Called when a client has taken it, or it has expired. */
  readonly over: (isTakenUp: boolean) => void;
}

interface Pending extends PendingReservation {
  readonly stopWaiting: Release;
}

export class PendingReservations {
  readonly #waitMs: number;
  readonly #after: (ms: number, fn: () => void) => Release;
  /** By session id. */
  readonly #pending = new Map<string, Pending>();

  /** @param after calls back after a time, and returns what cancels that */
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

  /** Returns the account of the client that it was for. */
  takenUp(id: string): Account | undefined {
    const account = this.#pending.get(id)?.account;
    this.#end(id, true);
    return account;
  }

  /** How many an address has. */
  of(address: ClientAddress): number {
    let count = 0;
    for (const promised of this.#pending.values()) if (promised.address === address) count++;
    return count;
  }

  /** How many count as taken for a client of an address: all of its own network, and at most one of each other. */
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
