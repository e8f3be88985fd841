/** Members whose clients do not have the state: just joined and not confirmed, or dropped. */
import { ClientState, type ClientArray } from '@colyseus/core';
import { LIMITS } from '../host/limits.ts';
import type { Match } from '../../shared/runtime/index.ts';
import { CLOSE } from '../../shared/wire.ts';
import type { Guest, GuestClient } from './guest.ts';

type AbsentMatch = Pick<Match, 'tick' | 'start'>;

export class Absent {
  readonly #match: AbsentMatch;
  readonly #clients: Pick<ClientArray<GuestClient>, 'get'>;
  readonly #since = new Map<string, { readonly guest: Guest; since: number }>();

  constructor(match: AbsentMatch, clients: Pick<ClientArray<GuestClient>, 'get'>) {
    this.#match = match;
    this.#clients = clients;
  }

  add(guest: Guest): void {
    this.#since.set(guest.member.id, { guest, since: this.#match.tick });
  }

  delete(id: string): void {
    this.#since.delete(id);
  }

  /** After each patch: those who have the state now are absent no more. */
  review(): void {
    if (this.#since.size === 0) return;
    for (const [id, waiting] of this.#since) {
      const { guest, since } = waiting;
      const client = this.#clients.get(id);
      if (client?.state === ClientState.JOINED) {
        this.#since.delete(id);
        // It has confirmed, so it has the newest token, and the older ones are of no use to anybody.
        guest.member.tokens = guest.member.tokens.slice(0, 1);
        continue;
      }
      const patience = (LIMITS.confirmMs * this.#match.start.tickRate) / 1000;
      if (client !== undefined && this.#match.tick - since > patience) {
        client.leave(CLOSE.misbehaved, 'the join was not confirmed');
        waiting.since = Infinity;
      }
    }
  }
}
