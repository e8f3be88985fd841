/** How a live room reaches those in it. The transport implements it. */
import type { StateView } from '@colyseus/schema';

/** A client inside the process: it gets the patches that a client of the network would get. */
export interface Ear {
  readonly view: StateView | undefined;
  /**
   * The bytes are only there during the call.
   *
   * @param offset where the state begins in them
   */
  hear(patch: Uint8Array, offset: number): void;
}

export interface Audience {
  /** Sends what has changed in the state to everyone who has the rest of it. */
  patch(): void;
  send(member: string, type: string, data: unknown): void;
  broadcast(type: string, data: unknown): void;
  /** Closes one member's connection, for good. */
  hangUp(member: string, code: number, reason: string): void;
  /** Closes every connection, and the room with them. */
  close(code: number): void;
  /** What a client needs to decode the state. */
  handshake(): Uint8Array;
  /** From here on `ear` gets every patch; first of all the whole state. */
  listen(ear: Ear): void;
  unlisten(ear: Ear): void;
}
