/** What a Colyseus client carries: its member, its socket, and how it reads the match. */
import type { StateView } from '@colyseus/schema';
import type { WebSocketClient } from '@colyseus/ws-transport';
import type { Member } from '../../host/members/member.ts';
import type { ClientSocket } from '../client-socket.ts';
import type { InputReader } from './input-frames.ts';

export class ClientData {
  readonly member: Member;

  constructor(member: Member) {
    this.member = member;
  }
}

/** A connection of a member. */
export interface RoomClient extends WebSocketClient {
  userData?: ClientData;
  /** What is counted and measured of the connection. */
  socket?: ClientSocket;
  view?: StateView;
  /** Reads its input frames; undefined: none are taken. */
  inputs?: InputReader;
  /** It sees the match later than the players. */
  isDelayed?: boolean;
  /** The token that it gets with its return. */
  givenToken?: string;
  /** Another connection of the member has taken its place. */
  displaced?: boolean;
}
