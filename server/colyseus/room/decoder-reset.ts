/**
 * A match that has lost its last moments goes on from before them, and clients that were there have seen what never was. They
 * keep what they have decoded over a return, so they are told the shape of the state once more: with that SDKs decode anew.
 */
import type { LiveRoom } from '../../host/live-room.ts';

interface ConnectionOptions {
  readonly reconnectionToken?: string;
  readonly skipHandshake?: boolean;
}

/** How Colyseus lets a client in. */
type Enter<C, A> = (client: C, auth: A, options?: ConnectionOptions) => Promise<void>;

/** Wraps it, so that those who have seen the lost moments decode anew. */
export function withDecoderReset<C extends { readonly sessionId: string }, A>(
  enter: Enter<C, A>,
  live: LiveRoom,
): Enter<C, A> {
  return (client, auth, options) =>
    live.sawLostTicks(client.sessionId)
      ? enter(client, auth, { ...options, skipHandshake: false })
      : enter(client, auth, options);
}
