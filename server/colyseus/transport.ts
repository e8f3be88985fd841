import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { LIMITS } from '../host/limits.ts';

/** How often it looks whether the last client has gone. */
const POLL_MS = 20;

const sockets = new WeakMap<object, Socket>();

/** The socket below a WebSocket. */
export function socketOf(webSocket: object): Socket | undefined {
  return sockets.get(webSocket);
}

/** WebSockets on the HTTP server's port. */
export class HouseTransport extends WebSocketTransport {
  constructor(server: Server) {
    super({ server, maxPayload: LIMITS.frameBytes });
    this.wss.prependListener('connection', (webSocket: object, { socket }: IncomingMessage) =>
      sockets.set(webSocket, socket),
    );
  }

  /** Lets clients read their last frames, and cuts off those that take longer than `ms`. */
  async drain(ms: number): Promise<void> {
    for (let left = ms; left > 0 && this.wss.clients.size > 0; left -= POLL_MS) await sleep(POLL_MS);
    for (const client of this.wss.clients) client.terminate();
  }
}
