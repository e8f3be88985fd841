/** Limits what one HTTP connection may hold: waiting requests, and the time for each request and response. */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AddressBudgets } from '../admission/budgets.ts';
import { groupAddress, type ClientAddress, type ClientAddresses } from '../admission/client-address.ts';
import { HTTP_LIMITS } from '../host/limits.ts';

/** How often slow requests are looked for. */
const CHECK_MS = 1_000;

export type ConnectionLimits = { readonly [Name in keyof typeof HTTP_LIMITS]: number };

/** Options for `createServer`. */
export function serverOptions(limits: ConnectionLimits = HTTP_LIMITS): ServerOptions {
  return {
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, limits.requestMs),
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.headBytes,
    // Node would answer requests without a host by itself, without any limit.
    requireHostHeader: false,
  };
}

interface ConnectionsParts {
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  readonly limits?: ConnectionLimits;
}

/** The connections of one server. */
export class Connections {
  readonly #addresses: ClientAddresses;
  readonly #budgets: AddressBudgets;
  readonly #limits: ConnectionLimits;
  readonly #queues = new WeakMap<object, Queue>();

  constructor(server: Server, { addresses, budgets, limits = HTTP_LIMITS }: ConnectionsParts) {
    this.#addresses = addresses;
    this.#budgets = budgets;
    this.#limits = limits;
    server.timeout = limits.stallMs;
    server.maxHeadersCount = limits.headers;
    server.on('connection', (socket) => this.#open(socket));
    server.on('timeout', (socket) => this.#timedOut(socket));
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#failed(error, socket as Socket));
  }

  /** Answers a request after those before it on the connection, or closes the connection if too many wait. */
  enqueue(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request;
    if (socket.destroyed) return;
    const queue = this.#queueOf(socket);
    if (queue.length < this.#limits.pipelined) return queue.add(response, answer);
    socket.destroy();
    stopParsing(socket);
    this.violated(request);
  }

  /** Requests of this connection still wait for their responses. */
  isBusy(socket: object): boolean {
    return (this.#queues.get(socket)?.length ?? 0) > 0;
  }

  /** Charges a violation to the client of a request. */
  violated(request: IncomingMessage): void {
    void this.#budgets.take(this.#addresses.of(request), 'violations');
  }

  #open(socket: Socket): void {
    const { remoteAddress } = socket;
    if (this.#addresses.isProxy(remoteAddress)) return;
    const address = groupAddress(remoteAddress);
    const release = this.#budgets.hold(address, 'connections');
    if (release === undefined) return void socket.destroy();
    socket.once('close', release);
    void this.#mayConnect(address).then((may) => (may ? undefined : socket.destroy()));
  }

  async #mayConnect(address: ClientAddress): Promise<boolean> {
    return (
      (await this.#budgets.take(address, 'connects')) === 0 && !(await this.#budgets.isUsedUp(address, 'violations'))
    );
  }

  #queueOf(socket: Socket): Queue {
    const known = this.#queues.get(socket);
    if (known !== undefined) return known;
    const queue = new Queue(socket, this.#limits.responseMs);
    this.#queues.set(socket, queue);
    return queue;
  }

  /** Nothing was read or written for a while. */
  #timedOut(socket: Socket): void {
    const waitsForUs = this.isBusy(socket) && socket.writableLength === 0;
    if (!waitsForUs) socket.destroy();
  }

  /** The bytes are not HTTP, or came too slowly, or the connection broke. */
  #failed({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
    if (socket.destroyed) return;
    const isTold = socket.writable && socket.bytesRead > 0 && this.#queues.get(socket)?.isAnswering !== true;
    if (isTold) socket.write(`HTTP/1.1 ${statusLine(code)}\r\nconnection: close\r\n\r\n`);
    socket.destroy();
    if (!code.startsWith('HPE_') || this.#addresses.isProxy(socket.remoteAddress)) return;
    void this.#budgets.take(groupAddress(socket.remoteAddress), 'violations');
  }
}

/** The requests of one connection that wait for their responses. */
class Queue {
  readonly #socket: Socket;
  readonly #responseMs: number;
  readonly #waiting: { response: ServerResponse; answer: () => void }[] = [];
  #deadline: NodeJS.Timeout | undefined;

  constructor(socket: Socket, responseMs: number) {
    this.#socket = socket;
    this.#responseMs = responseMs;
    socket.once('close', () => clearTimeout(this.#deadline));
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** A part of a response was sent. */
  get isAnswering(): boolean {
    return this.#waiting[0]?.response.headersSent === true;
  }

  add(response: ServerResponse, answer: () => void): void {
    this.#waiting.push({ response, answer });
    if (this.#waiting.length === 1) this.#next();
  }

  #next(): void {
    clearTimeout(this.#deadline);
    const [first] = this.#waiting;
    if (first === undefined || this.#socket.destroyed) return;
    this.#deadline = setTimeout(() => this.#socket.destroy(), this.#responseMs);
    first.response.once('close', () => {
      this.#waiting.shift();
      this.#next();
    });
    first.answer();
  }
}

/**
 * Node would parse thousands of pipelined requests though the connection is closed. Its parser stops where the handler of a request returns an
 * error.
 */
function stopParsing(socket: Socket): void {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (typeof parser === 'object' && parser !== null) Reflect.set(parser, 'onIncoming', () => -1);
}

function statusLine(code: string): string {
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  return `${status} ${STATUS_CODES[status]}`;
}
