/** Sockets to `/`, by which the SDK measures the latency of a server before it joins a room. */
import { Protocol } from '@colyseus/core';
import { LIMITS } from '../host/limits.ts';
import type { WebSocketRef } from './client-socket.ts';

const NORMAL_CLOSURE = 1_000;
const ANSWER = Uint8Array.of(Protocol.PING);

/** Answers a few messages, for a moment, and then closes the socket. */
export function answerLatencyCheck(webSocket: WebSocketRef): void {
  let left = LIMITS.latencyMessages;
  const timeout = setTimeout(() => webSocket.close(NORMAL_CLOSURE), LIMITS.latencyMs);
  webSocket.on('close', () => clearTimeout(timeout));
  webSocket.on('message', () => {
    if (left-- > 0) webSocket.send(ANSWER);
    if (left === 0) webSocket.close(NORMAL_CLOSURE);
  });
}
