/** Checks every request and upgrade before the HTTP application and Colyseus see it: rate limits, malformed requests, origins. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import { HTTP_LIMITS } from '../host/limits.ts';
import { withoutBasePath } from '../http/base-path.ts';
import type { Connections } from '../http/connections.ts';
import type { Origins } from '../http/origins.ts';
import { problemOfRequest, refusalText, refuse, tooMany, type HttpRefusal } from '../http/refusals.ts';
import { RequestScheduler } from '../http/request-scheduler.ts';
import type { RecoveringRooms } from './recovering-rooms.ts';
import { readSeat } from './seat-header.ts';

/** A socket's path is its process and its room; `/` alone is the SDK's latency check. */
const SOCKET_PATH = /^\/([\w-]+\/[\w-]+)?$/;

export interface RequestGuardParts {
  readonly app: RequestListener;
  readonly basePath: string;
  readonly recovering: RecoveringRooms;
  readonly connections: Connections;
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  /** Which pages may open sockets. */
  readonly origins: Origins;
  /** Sets the headers of every response. */
  readonly setHeaders: RequestListener;
  /** Sees each request first. */
  readonly look: (request: IncomingMessage) => void;
}

/**
 * Replaces Colyseus's handlers of requests and upgrades by ones that check first. What is behind them never sees the base path. A client that asks for
 * a room in recovery waits.
 */
export function guardRequests(server: Server, parts: RequestGuardParts): void {
  const { app, basePath, recovering, connections, origins, setHeaders } = parts;
  const turns = new RequestScheduler();
  const receive = (request: IncomingMessage, response: ServerResponse): void =>
    connections.enqueue(request, response, () => void answer(request, response));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    takeOffBasePath(request, basePath);
    setHeaders(request, response);
    const refusal = (await charge(request, parts)) ?? problemOfRequest(request);
    if (refusal !== undefined) return refuse(response, refusal);
    await recovering.whenSettled(request.url);
    turns.add(() => {
      if (response.destroyed) return;
      if (request.headers.expect !== undefined) response.writeContinue();
      app(request, response);
    });
  };

  server.removeAllListeners('request');
  // Without these Node would answer by itself, without any limit.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, receive);

  const upgrade = takeOver(server, 'upgrade');
  const open = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const giveUp = (): void => void socket.destroy();
    // A client that disconnects while it waits is no error.
    socket.on('error', giveUp);
    const deadline = setTimeout(giveUp, HTTP_LIMITS.responseMs);
    takeOffBasePath(request, basePath);
    const refusal = (await charge(request, parts)) ?? problemOfUpgrade(request, origins);
    if (refusal === undefined) await recovering.whenSettled(request.url);
    turns.add(() => {
      clearTimeout(deadline);
      if (socket.destroyed) return;
      if (refusal !== undefined) return void socket.end(refusalText(refusal), giveUp);
      socket.removeListener('error', giveUp);
      readSeat(request);
      upgrade(request, socket, head);
    });
  };
  server.on('upgrade', (request, socket, head) => {
    // The responses that it still waits for would be written into the frames.
    if (connections.isBusy(socket)) socket.destroy();
    else void open(request, socket, head);
  });
}

function takeOver(server: Server, event: string): (...happening: unknown[]) => void {
  const handlers = server.listeners(event);
  server.removeAllListeners(event);
  return (...happening) => {
    for (const handle of handlers) handle.apply(server, happening);
  };
}

/** Redirects are made from the original URL, and stay below the base path. */
function takeOffBasePath(request: IncomingMessage, basePath: string): void {
  if (basePath === '' || request.url === undefined) return;
  request.url = withoutBasePath(request.url, basePath);
  Object.assign(request, { originalUrl: basePath + request.url });
}

/** Charges a request to the budget of its address. */
async function charge(request: IncomingMessage, parts: RequestGuardParts): Promise<HttpRefusal | undefined> {
  const { addresses, budgets, connections } = parts;
  parts.look(request);
  const waitMs = await budgets.take(addresses.of(request), 'requests');
  if (waitMs === 0) return undefined;
  connections.violated(request);
  return tooMany(waitMs);
}

function problemOfUpgrade(request: IncomingMessage, origins: Origins): HttpRefusal | undefined {
  const { headers, url = '' } = request;
  if (Number(headers['content-length'] ?? 0) > 0) return { status: 400, error: 'a socket begins without a body' };
  const [path = ''] = url.split('?', 1);
  const problem = problemOfRequest(request);
  if (problem !== undefined) return problem;
  if (!SOCKET_PATH.test(path)) return { status: 400, error: 'there is no socket at this path' };
  const error = origins.refusal(request);
  return error === undefined ? undefined : { status: 403, error };
}
