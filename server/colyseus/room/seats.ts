/** The seats of a Colyseus room: who may come back to which, for how long, and how a line that comes back takes its place. */
import { ErrorCode, ServerError, type AuthContext, type Client, type ClientArray } from '@colyseus/core';
import { CLOSE } from '../../../shared/wire.ts';
import type { Membership } from '../../host/members/membership.ts';
import { processClock } from '../../host/ticks/process-clock.ts';
import type { ReturnRefusal, ReturningConnection } from '../../host/members/returns.ts';
import { drawToken, hashToken } from '../../host/members/tokens.ts';
import type { ClientData, RoomClient } from './client-data.ts';
import type { ConnectionOptions, SeatClient } from './private-api.ts';
import { closeReason } from './room-audience.ts';

/** A seat that Colyseus keeps. */
interface Kept {
  /** Resolves with the return; rejects where nobody waits any more. */
  readonly over: Promise<unknown>;
  giveUp(): void;
}

/** What this needs of its room. */
export interface SeatRoom {
  readonly clients: ClientArray<RoomClient>;
  readonly members: Membership;
  /** How long a seat is kept, in ms. */
  readonly graceMs: number;
  /** Colyseus's own part of it: keeps the seat until that is taken back. */
  keep(client: Client): Kept;
  /** Colyseus's own part of it: a client is not in the room any more. */
  leave(client: RoomClient): void;
  seat: SeatClient;
}

interface KeptSeat {
  /** By this Colyseus knows it: tokens are the door's affair. */
  readonly key: string;
  readonly release: () => void;
}

/** How long a seat is kept on for a line that is being let in when its time is up. */
const ANOTHER_MS = 1_000;

const WORDS: Record<ReturnRefusal, string> = {
  overtaken: 'another connection has taken this seat',
  closed: 'the connection was closed before it was let in',
  gone: 'this seat is not kept any more',
};

export class Seats {
  /** Why nobody sits here any more, whatever their token: the match could not be brought back. */
  voidedReason: string | undefined;
  readonly #room: SeatRoom;
  readonly #guests = new Map<string, ClientData>();
  readonly #kept = new Map<string, KeptSeat>();

  constructor(room: SeatRoom) {
    this.#room = room;
  }

  /** From here on this guest may come back. */
  add(guest: ClientData): void {
    this.#guests.set(guest.member.id, guest);
  }

  has(guest: ClientData): boolean {
    return this.#guests.get(guest.member.id) === guest;
  }

  delete(id: string): void {
    this.#guests.delete(id);
    this.#kept.get(id)?.release();
    this.#kept.delete(id);
  }

  /** The one whose seat a token opens. */
  holder(token: unknown): ClientData | undefined {
    if (typeof token !== 'string') return undefined;
    // How long it takes to compare hashes tells nobody anything of a token.
    const hash = hashToken(token);
    for (const guest of this.#guests.values()) if (guest.member.tokens.includes(hash)) return guest;
    return undefined;
  }

  /** Keeps a seat for somebody whose connection is down. Calls `lost` when nobody has come in time. */
  keep(client: Client, { member: { id } }: ClientData, lost: () => void = () => {}): void {
    const key = client.reconnectionToken;
    const kept = this.#room.keep(client);
    let release = (): void => {};
    const wait = (ms: number): void => {
      release = processClock.after(ms, () => {
        if (this.#room.members.isReturning(id)) wait(ANOTHER_MS);
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

  /** Somebody with a token comes back to a seat; all others take one that was reserved for them. Rejects with ServerError. */
  enter(client: RoomClient, auth: AuthContext, { reconnectionToken, skipHandshake }: ConnectionOptions): Promise<void> {
    const guest = this.holder(reconnectionToken);
    if (guest?.member.id !== client.sessionId) return this.#room.seat(client, auth, { skipHandshake });
    if (this.voidedReason === undefined) return this.#return(guest, client, auth, { reconnectionToken, skipHandshake });
    client.ref.close(CLOSE.voided, closeReason(this.voidedReason));
    return Promise.resolve();
  }

  #return(guest: ClientData, client: RoomClient, auth: AuthContext, options: ConnectionOptions): Promise<void> {
    const seated = Promise.withResolvers<void>();
    const { id } = guest.member;
    const { ref } = client;
    const token = drawToken();
    const line: ReturningConnection = {
      used: hashToken(options.reconnectionToken ?? ''),
      given: hashToken(token),
      get isOpen() {
        return ref.readyState === WebSocket.OPEN;
      },
      admit: () => {
        client.givenToken = token;
        seated.resolve(this.#sit(id, client, auth, options));
      },
      refuse: (why) => {
        // SDKs take this code for final, as they do the one with which a line is displaced.
        if (why === 'overtaken') ref.close(CLOSE.elsewhere, WORDS[why]);
        seated.reject(new ServerError(ErrorCode.MATCHMAKE_EXPIRED, WORDS[why]));
      },
    };
    this.#room.members.return(id, line);
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

  /** Another connection of the same guest takes this one's place. */
  #displace(client: RoomClient): void {
    const { ref } = client;
    client.displaced = true;
    ref.removeAllListeners('message');
    this.#room.leave(client);
    ref.close(CLOSE.elsewhere, WORDS.overtaken);
  }
}
