/** Stands before the HTTP application and Colyseus's sockets, and turns away what they would choke on. */
import { STATUS_CODES, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { withoutBasePath } from '../http/base-path.ts';
import type { Origins } from '../http/origins.ts';
import type { LateRooms } from './late-rooms.ts';
import { readSeat } from './seat-header.ts';

/** Clients of a game send no larger bodies, to whatever address. */
export const MAX_BODY_BYTES = 16_384;
/** The path of a socket is its process and its room; `/` alone is the SDK's latency check. */
const SOCKET_PATH = /^\/([\w-]+\/[\w-]+)?$/;

type Refusal = { status: number; error: string };

/**
 * Puts the gate in front of the application, in place of Colyseus's own handlers of requests, and of its handler of sockets. They see no
 * base path. Who asks for a room that is late waits there.
 */
export function closeGate(
  server: Server,
  app: RequestListener,
  basePath: string,
  late: LateRooms,
  origins: Origins,
): void {
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    takeOffBasePath(request, basePath);
    const refusal = refuse(request);
    if (refusal === undefined) {
      const arrival = late.arrivalOf(request.url);
      if (arrival === undefined) app(request, response);
      else void arrival.then(() => app(request, response));
    } else {
      response.writeHead(refusal.status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ error: refusal.error }));
    }
  });
  const upgrade = takeOver(server, 'upgrade');
  server.on('upgrade', (request, socket, head) => {
    takeOffBasePath(request, basePath);
    if (!hasGoodHost(request) || !SOCKET_PATH.test(pathOf(request))) {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
      return;
    }
    const error = origins.refusal(request);
    if (error !== undefined) return refuseSocket(socket, 403, error);
    readSeat(request);
    const arrival = late.arrivalOf(request.url);
    if (arrival === undefined) return upgrade(request, socket, head);
    // Whoever gives up waiting is gone, and no error.
    socket.on('error', () => socket.destroy());
    void arrival.then(() => (socket.destroyed ? undefined : upgrade(request, socket, head)));
  });
}

function refuseSocket(socket: Duplex, status: number, error: string): void {
  const body = JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function takeOver(server: Server, event: string): (...happening: unknown[]) => void {
  const handlers = server.listeners(event);
  server.removeAllListeners(event);
  return (...happening) => {
    for (const handle of handlers) handle.apply(server, happening);
  };
}

/** Redirects are made from the original address, and lead below the base path. */
function takeOffBasePath(request: IncomingMessage, basePath: string): void {
  if (basePath === '' || request.url === undefined) return;
  request.url = withoutBasePath(request.url, basePath);
  Object.assign(request, { originalUrl: basePath + request.url });
}

function refuse(request: IncomingMessage): Refusal | undefined {
  const { headers } = request;
  if (!hasGoodHost(request)) return { status: 400, error: 'bad host or address' };
  // It becomes part of an address.
  if (headers['x-forwarded-proto'] !== 'https') delete headers['x-forwarded-proto'];
  if (headers['transfer-encoding'] !== undefined) return { status: 411, error: 'the length of the body must be given' };
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    return { status: 413, error: `the body has more than ${MAX_BODY_BYTES} bytes` };
  }
  return undefined;
}

function hasGoodHost({ url, headers }: IncomingMessage): boolean {
  return url?.startsWith('/') === true && URL.canParse(`http://${headers.host ?? ''}${url}`);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = '/'] = url.split('?', 1);
  return path;
}
