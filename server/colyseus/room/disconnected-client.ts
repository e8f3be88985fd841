/** A member from before a restart, as Colyseus has it until it returns: a client without a connection. */
import { EventEmitter } from 'node:events';
import { ClientState, type Client } from '@colyseus/core';
import type { StateView } from '@colyseus/schema';
import type { ClientData } from './client-data.ts';

export class DisconnectedClient implements Client {
  declare '~messages': never;
  readonly ref = new EventEmitter();
  readonly sessionId: string;
  reconnectionToken = '';
  state: ClientState = ClientState.JOINED;
  readonly view: StateView | undefined;
  readonly userData: ClientData;
  readonly auth = true;

  constructor(data: ClientData, view: StateView | undefined) {
    this.sessionId = data.member.id;
    this.view = view;
    this.userData = data;
    [this.reconnectionToken = ''] = data.member.tokens;
  }

  raw(_data: Uint8Array): void {}
  enqueueRaw(): void {}
  send(): void {}
  sendBytes(): void {}
  leave(): void {}
  close(): void {}
  error(): void {}
}
