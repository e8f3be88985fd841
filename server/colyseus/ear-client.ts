/** An ear in the shape of a client, as the serializer knows it: one that only ever hears. */
import { EventEmitter } from 'node:events';
import { ClientState, type Client } from '@colyseus/core';
import type { StateView } from '@colyseus/schema';
import type { Ear } from '../host/audience.ts';

export class EarClient implements Client {
  declare '~messages': never;
  readonly ref = new EventEmitter();
  readonly sessionId = '';
  readonly reconnectionToken = '';
  state: ClientState = ClientState.JOINED;
  readonly view: StateView | undefined;
  readonly #ear: Ear;

  constructor(ear: Ear) {
    this.#ear = ear;
    this.view = ear.view;
  }

  raw(patch: Uint8Array): void {
    this.#ear.hear(patch);
  }

  enqueueRaw(): void {}
  send(): void {}
  sendBytes(): void {}
  leave(): void {}
  close(): void {}
  error(): void {}
}
