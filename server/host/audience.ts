/** How a live room reaches those in it. The transport implements it. */
import type { StateView } from '@colyseus/schema';

/** A client inside the process: it gets the patches that a client of the network would get. */
export interface PatchListener {
  readonly view: StateView | undefined;
  /**
   * The bytes may be kept: nothing is written to them afterwards.
   *
   * @param offset where the state begins in them
   */
  onPatch(patch: Uint8Array, offset: number): void;
}

/** Those who sit, or those who watch without a seat. */
export type AudienceGroup = 'players' | 'spectators';

export interface Audience {
  /** Sends what has changed in the state to everyone who has the rest of it, but for spectators who see it later. */
  patch(): void;
  send(member: string, type: string, data: unknown): void;
  /** @param to everybody, unless it is for one group */
  broadcast(type: string, data: unknown, to?: AudienceGroup): void;
  /**
   * Sends what an ear has heard before, to spectators who see the match later.
   *
   * @param tick the one that they see with it
   * @param bytes undefined: nothing has changed in this tick
   * @param spectator the only one who gets it; undefined: all
   */
  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator?: string): void;
  /** Closes one member's connection, for good. */
  disconnect(member: string, code: number, reason: string): void;
  /** Closes the connections of a group; or every connection, and the room with them. */
  close(code: number, group?: AudienceGroup): void;
  /** What a client needs to decode the state. */
  handshake(): Uint8Array;
  /** From here on `ear` gets every patch; first of all the whole state. */
  addListener(ear: PatchListener): void;
  removeListener(ear: PatchListener): void;
}
