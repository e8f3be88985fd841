/** WebSockets on the HTTP server's port: limits who may open one, pings them, and disconnects slow readers. */
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketTransport, type TransportOptions } from '@colyseus/ws-transport';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import type { AddressTraffic } from '../admission/traffic.ts';
import { LIMITS } from '../host/limits.ts';
import type { Metrics } from '../metrics.ts';
import { ClientSocket, type WebSocketRef } from './client-socket.ts';
import { answerLatencyCheck } from './latency-check.ts';
import { boundUnsent } from './unsent-bytes.ts';

/** How often it checks whether the last client is gone. */
const POLL_MS = 20;
const LOOK_EVERY_MS = 250;
/** When a client that was refused a socket may retry. */
const RETRY_AFTER_S = 5;

export interface TransportParts {
  /** Runs before anybody can connect. */
  readonly prepare: () => Promise<void>;
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  readonly traffic: AddressTraffic;
  readonly metrics: Metrics;
}

export class GameTransport extends WebSocketTransport {
  readonly #parts: TransportParts;
  readonly #sockets = new Set<ClientSocket>();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(server: Server, parts: TransportParts) {
    const options: TransportOptions & { readonly closeTimeout: number } = {
      server,
      maxPayload: LIMITS.frameBytes,
      maxFragments: LIMITS.fragments,
      maxBufferedChunks: LIMITS.chunks,
      closeTimeout: LIMITS.goodbyeMs,
      // ClientSocket does both.
      autoPong: false,
      pingInterval: 0,
    };
    super(options);
    this.#parts = parts;
    server.on('upgrade', (request, socket, head) => this.#admit(request, socket, head));
    server.on('listening', () => {
      this.#timers.push(setInterval(() => this.#heartbeat(), LIMITS.pingEveryMs));
      this.#timers.push(setInterval(() => boundUnsent(this.#sockets), LOOK_EVERY_MS));
    });
    server.on('close', () => this.#timers.splice(0).forEach(clearInterval));
  }

  override listen(port: number, hostname?: string, backlog?: number, listening?: (error?: Error) => void): this {
    this.#parts.prepare().then(
      () => void super.listen(port, hostname, backlog, listening),
      (error: Error) => listening?.(error),
    );
    return this;
  }

  /** Lets clients read their last frames, and disconnects those that take longer than `ms`. */
  async drain(ms: number): Promise<void> {
    for (let left = ms; left > 0 && this.wss.clients.size > 0; left -= POLL_MS) await sleep(POLL_MS);
    for (const client of this.wss.clients) client.terminate();
  }

  /** Upgrades are handled by `#admit`. */
  protected override listenForUpgrade(): void {}

  #admit(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { addresses, budgets, traffic, metrics } = this.#parts;
    if (socket.destroyed) return;
    if (this.#sockets.size >= LIMITS.sockets) return refuse(socket, 503);
    // A client has to wait for the response before it sends anything. What it sent before would not be counted.
    if (head.length > 0) return refuse(socket, 400);
    const address = addresses.of(request);
    const release = budgets.hold(address, 'sockets');
    if (release === undefined) return refuse(socket, 429);
    socket.once('close', release);
    this.wss.handleUpgrade(request, socket, head, (webSocket: WebSocketRef) => {
      const client = new ClientSocket(webSocket, request.socket, address, traffic.of(address), (reason) =>
        metrics.socketCut(reason),
      );
      this.#sockets.add(client);
      socket.once('close', () => this.#sockets.delete(client));
      webSocket.on('error', () => {});
      if (isLatencyCheck(request)) answerLatencyCheck(webSocket);
      // A client that is not admitted gets an error, and is closed.
      else void this.onConnection(Object.assign(webSocket, { pingCount: 0 }), request).then(() => client.seated());
    });
  }

  #heartbeat(): void {
    for (const client of this.#sockets) client.heartbeat();
    const { budgets, traffic } = this.#parts;
    traffic.forgetIdle(performance.now(), (address) => budgets.heldBy(address, 'sockets') > 0);
  }
}

function isLatencyCheck({ url = '/' }: IncomingMessage): boolean {
  return url.split('?', 1)[0] === '/';
}

/** The connection ends with the response. */
function refuse(socket: Duplex, status: 400 | 429 | 503): void {
  socket.on('error', () => {});
  const text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nretry-after: ${RETRY_AFTER_S}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
  socket.end(text, () => socket.destroy());
}
