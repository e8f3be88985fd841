/** Bounds what one connection of the HTTP server may hold: requests that wait, and the time for each request and answer. */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AddressBudgets } from '../admission/budgets.ts';
import { groupAddress, type ClientAddresses } from '../admission/client-address.ts';
import { HTTP_LIMITS } from '../host/limits.ts';

/** How often requests that take too long to come are looked for. */
const CHECK_MS = 1_000;
/** Pipelining beyond the bound counts as so many violations: the parser has read all that came at once by then. */
const PIPELINING_VIOLATIONS = 32;

export type ConnectionLimits = { readonly [Name in keyof typeof HTTP_LIMITS]: number };

/** What `createServer` takes. */
export function serverOptions(limits: ConnectionLimits = HTTP_LIMITS): ServerOptions {
  return {
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, limits.requestMs),
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.headBytes,
    // Node would answer requests without a host past all bounds.
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
    server.maxRequestsPerSocket = limits.requestsPerConnection;
    // One more than is allowed: what is beyond it is left out without a word.
    server.maxHeadersCount = limits.headers + 1;
    server.on('connection', (socket) => this.#open(socket));
    server.on('timeout', (socket) => this.#timedOut(socket));
    server.on('dropRequest', (_request, socket) => socket.destroy());
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#failed(error, socket as Socket));
  }

  /** Answers a request once those before it on the same connection are answered, or closes the connection if there are too many. */
  enqueue(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request;
    // What came with a request that closed the connection.
    if (socket.destroyed) return;
    const queue = this.#queueOf(socket);
    if (queue.length < this.#limits.pipelined) return queue.add(response, answer);
    socket.destroy();
    this.violated(request, PIPELINING_VIOLATIONS);
  }

  /** Whether requests of this connection still wait for their answers. */
  isBusy(socket: object): boolean {
    return (this.#queues.get(socket)?.length ?? 0) > 0;
  }

  /** Counts violations of the client of a request. */
  violated(request: IncomingMessage, times = 1): void {
    void this.#budgets.take(this.#addresses.of(request), 'violations', times);
  }

  #open(socket: Socket): void {
    const { remoteAddress } = socket;
    if (this.#addresses.isProxy(remoteAddress)) return;
    const address = groupAddress(remoteAddress);
    const release = this.#budgets.hold(address, 'connections');
    if (release === undefined) return void socket.destroy();
    socket.once('close', release);
    void this.#budgets.isUsedUp(address, 'violations').then((isUsedUp) => {
      if (isUsedUp) socket.destroy();
    });
  }

  #queueOf(socket: Socket): Queue {
    const known = this.#queues.get(socket);
    if (known !== undefined) return known;
    const queue = new Queue(socket, this.#limits.responseMs);
    this.#queues.set(socket, queue);
    return queue;
  }

  /** Nothing was read and nothing written for a while. */
  #timedOut(socket: Socket): void {
    const waitsForUs = this.isBusy(socket) && socket.writableLength === 0;
    if (!waitsForUs) socket.destroy();
  }

  /** What came is no HTTP, or it did not come in time, or the connection broke. */
  #failed({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
    const isTold = socket.writable && socket.bytesRead > 0 && !this.isBusy(socket);
    if (isTold) socket.write(`HTTP/1.1 ${statusLine(code)}\r\nconnection: close\r\n\r\n`);
    socket.destroy();
    if (!code.startsWith('HPE_') || this.#addresses.isProxy(socket.remoteAddress)) return;
    void this.#budgets.take(groupAddress(socket.remoteAddress), 'violations');
  }
}

/** The requests of one connection that wait for their answers. */
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

function statusLine(code: string): string {
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  return `${status} ${STATUS_CODES[status]}`;
}
