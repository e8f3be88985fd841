/** A member's side that knows of connections. */
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

/** A connection of a guest. */
export interface RoomClient extends WebSocketClient {
  userData?: ClientData;
  /** What is counted and measured of it. */
  socket?: ClientSocket;
  view?: StateView;
  /** Reads its input frames; undefined where none are taken. */
  inputs?: InputReader;
  /** It sees the match later than the players. */
  isDelayed?: boolean;
  /** The token that it gets with its return. */
  givenToken?: string;
  /** Another connection of the same guest has taken its place. */
  displaced?: boolean;
}
