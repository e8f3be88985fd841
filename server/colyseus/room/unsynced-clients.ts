/** Members whose clients do not have the state: just joined and not confirmed, or dropped. */
import { ClientState, type ClientArray } from '@colyseus/core';
import { LIMITS } from '../../host/limits.ts';
import type { Match } from '../../../shared/runtime/host.ts';
import { CLOSE } from '../../../shared/wire.ts';
import type { ClientData, RoomClient } from './client-data.ts';

type AbsentMatch = Pick<Match, 'tick' | 'start'>;

export class UnsyncedClients {
  readonly #match: AbsentMatch;
  readonly #clients: Pick<ClientArray<RoomClient>, 'get'>;
  /** By their ids, the tick from which on their patience counts. */
  readonly #since = new Map<string, number>();

  constructor(match: AbsentMatch, clients: Pick<ClientArray<RoomClient>, 'get'>) {
    this.#match = match;
    this.#clients = clients;
  }

  /** Its client has until some time from now to confirm that it is here. */
  add({ member: { id } }: ClientData): void {
    this.#since.set(id, this.#match.tick);
  }

  delete(id: string): void {
    this.#since.delete(id);
  }

  /** After each patch: those who have the state now are absent no more. */
  review(): void {
    if (this.#since.size === 0) return;
    for (const [id, since] of this.#since) {
      const client = this.#clients.get(id);
      if (client?.state === ClientState.JOINED) {
        this.#since.delete(id);
        continue;
      }
      const patience = (LIMITS.confirmMs * this.#match.start.tickRate) / 1000;
      if (client !== undefined && this.#match.tick - since > patience) {
        client.leave(CLOSE.misbehaved, 'the join was not confirmed');
        this.#since.set(id, Infinity);
      }
    }
  }
}
