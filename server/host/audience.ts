/** How a live room reaches its clients. The transport implements it. */
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

/** Players, or spectators without a seat. */
export type AudienceGroup = 'players' | 'spectators';

export interface Audience {
  /** Sends the changes of the state to everyone who has the rest of it, except spectators who see it later. */
  patch(): void;
  send(member: string, type: string, data: unknown): void;
  /** @param to one group; undefined: everybody */
  broadcast(type: string, data: unknown, to?: AudienceGroup): void;
  /**
   * Sends a patch that a listener has had earlier to spectators who see the match later.
   *
   * @param tick the tick that they see with it
   * @param bytes undefined: nothing has changed in this tick
   * @param spectator the only one who gets it; undefined: all
   */
  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator?: string): void;
  /** Closes one member's connection for good. */
  disconnect(member: string, code: number, reason: string): void;
  /** Closes the connections of a group; without one all connections, and the room. */
  close(code: number, group?: AudienceGroup): void;
  /** What a client needs to decode the state. */
  handshake(): Uint8Array;
  /** From here on the listener gets every patch, beginning with the whole state. */
  addListener(listener: PatchListener): void;
  removeListener(listener: PatchListener): void;
}
