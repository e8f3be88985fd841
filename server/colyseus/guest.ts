/** A member's side that knows of connections. */
import type { StateView } from '@colyseus/schema';
import type { WebSocketClient } from '@colyseus/ws-transport';
import type { Member } from '../host/member.ts';

export class Guest {
  readonly member: Member;
  /** The reconnection token that the member's client knows; undefined until it was told one. */
  token: string | undefined;

  constructor(member: Member) {
    this.member = member;
  }
}

/** A connection of a guest. */
export interface GuestClient extends WebSocketClient {
  userData?: Guest;
  view?: StateView;
}
