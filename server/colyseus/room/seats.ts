/** The kept seats of a Colyseus room: who may return to which, for how long, and how a returning connection takes its place. */
import { ErrorCode, ServerError, type AuthContext, type Client, type ClientArray } from '@colyseus/core';
import { CLOSE } from '../../../shared/wire.ts';
import type { Account } from '../../host/members/account.ts';
import type { Membership } from '../../host/members/membership.ts';
import { processClock } from '../../host/ticks/process-clock.ts';
import type { ReturnRefusal, ReturningConnection } from '../../host/members/returns.ts';
import { drawToken, hashToken } from '../../host/members/tokens.ts';
import type { ClientData, RoomClient } from './client-data.ts';
import type { ConnectionOptions, SeatClient } from './private-api.ts';
import { closeReason } from './room-audience.ts';

/** A seat that Colyseus keeps. */
interface Kept {
  /** Resolves with the return; rejects when the seat is given up. */
  readonly over: Promise<unknown>;
  giveUp(): void;
}

/** What it needs of its room. */
export interface SeatRoom {
  readonly clients: ClientArray<RoomClient>;
  readonly members: Membership;
  /** How long a seat is kept, in ms. */
  readonly graceMs: number;
  /** Has Colyseus keep the seat until it is given up. */
  keep(client: Client): Kept;
  /** Has Colyseus remove a client from the room. */
  leave(client: RoomClient): void;
  seat: SeatClient;
  /** Who the client of a connection is; rejects with ServerError where it may not play. */
  identify(client: RoomClient, auth: AuthContext): Promise<Account | undefined>;
}

interface KeptSeat {
  /** By this Colyseus knows the seat; reconnection tokens are checked here. */
  readonly key: string;
  readonly release: () => void;
}

/** How much longer a seat is kept for a connection that is being admitted when the time is up. */
const EXTENSION_MS = 1_000;

const REFUSALS: Record<ReturnRefusal, string> = {
  overtaken: 'another connection has taken this seat',
  closed: 'the connection was closed before it was let in',
  gone: 'this seat is not kept any more',
};

export class Seats {
  /** Why nobody may return: the match could not be recovered. */
  voidedReason: string | undefined;
  readonly #room: SeatRoom;
  readonly #clientData = new Map<string, ClientData>();
  readonly #kept = new Map<string, KeptSeat>();

  constructor(room: SeatRoom) {
    this.#room = room;
  }

  /** From here on the member may return. */
  add(data: ClientData): void {
    this.#clientData.set(data.member.id, data);
  }

  has(data: ClientData): boolean {
    return this.#clientData.get(data.member.id) === data;
  }

  delete(id: string): void {
    this.#clientData.delete(id);
    this.#kept.get(id)?.release();
    this.#kept.delete(id);
  }

  /** The member whose seat a token opens. */
  holder(token: unknown): ClientData | undefined {
    if (typeof token !== 'string') return undefined;
    // The time that comparing hashes takes reveals nothing of a token.
    const hash = hashToken(token);
    for (const data of this.#clientData.values()) if (data.member.tokens.includes(hash)) return data;
    return undefined;
  }

  /** Keeps the seat of a member without a connection. Calls `lost` when it has not returned in time. */
  keep(client: Client, { member: { id } }: ClientData, lost: () => void = () => {}): void {
    const key = client.reconnectionToken;
    const kept = this.#room.keep(client);
    let release = (): void => {};
    const wait = (ms: number): void => {
      release = processClock.after(ms, () => {
        if (this.#room.members.isReturning(id)) wait(EXTENSION_MS);
        else kept.giveUp();
      });
    };
    wait(this.#room.graceMs);
    this.#kept.get(id)?.release();
    this.#kept.set(id, { key, release: () => release() });
    kept.over.catch(() => {
      release();
      lost();
    });
  }

  /** Seats a client: a member that returns with a token, or one with a reservation. Rejects with ServerError. */
  enter(client: RoomClient, auth: AuthContext, { reconnectionToken, skipHandshake }: ConnectionOptions): Promise<void> {
    const data = this.holder(reconnectionToken);
    if (data?.member.id !== client.sessionId) return this.#room.seat(client, auth, { skipHandshake });
    if (this.voidedReason === undefined) return this.#return(data, client, auth, { reconnectionToken, skipHandshake });
    client.ref.close(CLOSE.voided, closeReason(this.voidedReason));
    return Promise.resolve();
  }

  async #return(data: ClientData, client: RoomClient, auth: AuthContext, options: ConnectionOptions): Promise<void> {
    // The account may have changed, or be no longer allowed to play. Whatever becomes of it, the seat stays.
    const account = await this.#room.identify(client, auth);
    const seated = Promise.withResolvers<void>();
    const { id } = data.member;
    const { ref } = client;
    const token = drawToken();
    const connection: ReturningConnection = {
      used: hashToken(options.reconnectionToken ?? ''),
      given: hashToken(token),
      get isOpen() {
        return ref.readyState === WebSocket.OPEN;
      },
      admit: () => {
        client.givenToken = token;
        data.member.account = account;
        seated.resolve(this.#sit(id, client, auth, options));
      },
      refuse: (why) => {
        // SDKs do not retry after this code, nor after the one of a connection that was displaced.
        if (why === 'overtaken') ref.close(CLOSE.elsewhere, REFUSALS[why]);
        seated.reject(new ServerError(ErrorCode.MATCHMAKE_EXPIRED, REFUSALS[why]));
      },
    };
    this.#room.members.return(id, connection);
    return seated.promise;
  }

  async #sit(id: string, client: RoomClient, auth: AuthContext, options: ConnectionOptions): Promise<void> {
    const { clients, seat } = this.#room;
    const before = clients.get(id);
    if (before !== undefined) this.#displace(before);
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    kept?.release();
    await seat(client, auth, { ...options, reconnectionToken: kept?.key });
  }

  /** Another connection of the member takes its place. */
  #displace(client: RoomClient): void {
    const { ref } = client;
    client.displaced = true;
    ref.removeAllListeners('message');
    this.#room.leave(client);
    ref.close(CLOSE.elsewhere, REFUSALS.overtaken);
  }
}
