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
  readonly #prepare: () => Promise<void>;

  /** @param prepare what must be done before anybody can connect */
  constructor(server: Server, prepare: () => Promise<void>) {
    super({ server, maxPayload: LIMITS.frameBytes });
    this.#prepare = prepare;
    this.wss.prependListener('connection', (webSocket: object, { socket }: IncomingMessage) =>
      sockets.set(webSocket, socket),
    );
  }

  override listen(port: number, hostname?: string, backlog?: number, listening?: (error?: Error) => void): this {
    this.#prepare().then(
      () => void super.listen(port, hostname, backlog, listening),
      (error: Error) => listening?.(error),
    );
    return this;
  }

  /** Lets clients read their last frames, and cuts off those that take longer than `ms`. */
  async drain(ms: number): Promise<void> {
    for (let left = ms; left > 0 && this.wss.clients.size > 0; left -= POLL_MS) await sleep(POLL_MS);
    for (const client of this.wss.clients) client.terminate();
  }
}
