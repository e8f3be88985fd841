/**
 * Resets the decoders of clients that saw ticks which the journal has lost. They keep what they have decoded when they return, so they are sent the
 * handshake once more: SDKs start with a new decoder then.
 */
import type { LiveRoom } from '../../host/live-room.ts';

interface ConnectionOptions {
  readonly reconnectionToken?: string;
  readonly skipHandshake?: boolean;
}

/** How Colyseus seats a client. */
type Enter<C, A> = (client: C, auth: A, options?: ConnectionOptions) => Promise<void>;

/** Wraps it for a match that has lost ticks. */
export function withDecoderReset<C extends { readonly sessionId: string }, A>(
  enter: Enter<C, A>,
  live: LiveRoom,
): Enter<C, A> {
  return (client, auth, options) =>
    live.sawLostTicks(client.sessionId)
      ? enter(client, auth, { ...options, skipHandshake: false })
      : enter(client, auth, options);
}
