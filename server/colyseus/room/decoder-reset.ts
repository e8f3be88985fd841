/**
 * Resets the decoders of clients that saw ticks which the journal has lost. They keep what they have decoded when they return, so they are sent the
 * handshake once more: SDKs start with a new decoder then.
 */
import type { LiveRoom } from '../../host/live-room.ts';
import type { SeatClient } from './private-api.ts';

/** Wraps how Colyseus seats a client, for a match that has lost ticks. */
export function withDecoderReset(enter: SeatClient, live: LiveRoom): SeatClient {
  return (client, auth, options) =>
    live.sawLostTicks(client.sessionId)
      ? enter(client, auth, { ...options, skipHandshake: false })
      : enter(client, auth, options);
}
