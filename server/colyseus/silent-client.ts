/** Clients that have no connection, in the shape that Colyseus knows. */
import { EventEmitter } from 'node:events';
import { ClientState, ProtocolModifier, type Client } from '@colyseus/core';
import type { StateView } from '@colyseus/schema';
import type { Ear } from '../host/audience.ts';
import type { Guest } from './guest.ts';

abstract class SilentClient implements Client {
  declare '~messages': never;
  readonly ref = new EventEmitter();
  readonly sessionId: string;
  reconnectionToken = '';
  state: ClientState = ClientState.JOINED;
  readonly view: StateView | undefined;

  constructor(sessionId: string, view: StateView | undefined) {
    this.sessionId = sessionId;
    this.view = view;
  }

  raw(_data: Uint8Array): void {}
  enqueueRaw(): void {}
  send(): void {}
  sendBytes(): void {}
  leave(): void {}
  close(): void {}
  error(): void {}
}

/** A patch begins with what kind it is, and with the time and the acknowledgement where the game has input frames. */
const HEAD_BYTES = 1;
const TIMED_HEAD_BYTES = 9;

/** An ear: one that only ever hears. */
export class EarClient extends SilentClient {
  readonly #ear: Ear;

  constructor(ear: Ear) {
    super('', ear.view);
    this.#ear = ear;
  }

  override raw(patch: Uint8Array): void {
    const isTimed = ((patch[0] ?? 0) & ProtocolModifier.TIMED) !== 0;
    this.#ear.hear(patch, isTimed ? TIMED_HEAD_BYTES : HEAD_BYTES);
  }
}

/** Somebody who was here before a restart, as the room that they come back to remembers them. */
export class FormerClient extends SilentClient {
  readonly userData: Guest;
  readonly auth = true;

  constructor(guest: Guest, view: StateView | undefined) {
    super(guest.member.id, view);
    this.userData = guest;
    [this.reconnectionToken = ''] = guest.member.tokens;
  }
}
