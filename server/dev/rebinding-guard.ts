/**
 * Which requests a server in development answers: those of its own pages, at an address of its own. Any other page that a developer has open could
 * otherwise read the project, from its own origin or under a name that it has pointed at this machine (DNS rebinding).
 */
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isEverywhere, isLoopback } from '../address.ts';

export interface OwnNames {
  /** What the server listens on: an address or a name; undefined: all addresses. */
  readonly host: string | undefined;
  /** Further names under which it is opened. */
  readonly allowedHosts: readonly string[];
}

type Refusal = (request: IncomingMessage) => string | undefined;

const BAD_HOST =
  'a server in development is opened by localhost, by its address, or by a name of ALLOWED_HOSTS, and this is none of them';
const BAD_ORIGIN = 'a server in development answers its own pages alone, and this is asked for by another one';

export class RebindingGuard {
  readonly #names: OwnNames;

  constructor(names: OwnNames) {
    this.#names = names;
  }

  /** Stands before all that a server has, its sockets too. */
  protect(server: Server): void {
    const refusal: Refusal = (request) => {
      if (!this.#isOwnHost(request)) return BAD_HOST;
      return this.#isOfOwnPage(request) ? undefined : BAD_ORIGIN;
    };
    standBefore(server, 'request', (request: IncomingMessage, response: ServerResponse) => {
      // No page of another origin takes in what comes from here, even where its browser does not say who asks.
      response.setHeader('cross-origin-resource-policy', 'same-origin');
      const error = refusal(request);
      if (error === undefined) return true;
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ error }));
      return false;
    });
    protectSockets(server, refusal);
  }

  /** Stands before the sockets over which pages hear that they should reload: they have a port of their own, and are for pages alone. */
  protectReloads(server: Server): void {
    protectSockets(server, (request) => {
      if (!this.#isOwnHost(request)) return BAD_HOST;
      const page = originOf(request.headers);
      return page !== undefined && this.#isOwnName(page, request) ? undefined : BAD_ORIGIN;
    });
  }

  #isOwnHost(request: IncomingMessage): boolean {
    const { host = '' } = request.headers;
    const url = URL.parse(`http://${host}`);
    return url !== null && this.#isOwnName(url, request);
  }

  #isOwnName({ hostname }: URL, { socket }: IncomingMessage): boolean {
    const name = hostname.replace(/^\[(.*)\]$/, '$1');
    const { host, allowedHosts } = this.#names;
    if (isLoopback(name) || allowedHosts.includes(name)) return true;
    if (!isEverywhere(host)) return name === host?.toLowerCase();
    // Anybody can point a name at this machine. An address is the one that was connected to.
    return isIP(name) !== 0 && name === socket.localAddress?.replace(/^::ffff:/, '');
  }

  #isOfOwnPage({ method, headers }: IncomingMessage): boolean {
    if (headers.origin !== undefined) {
      const page = originOf(headers);
      if (page === undefined) return false;
      return (
        page.host === URL.parse(`http://${headers.host}`)?.host || this.#names.allowedHosts.includes(page.hostname)
      );
    }
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return true;
    // Somebody follows a link.
    const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
    return method === 'GET' && mode === 'navigate' && destination === 'document';
  }
}

/** The page that asks; undefined where it has no name, as in a sandboxed frame. */
function originOf({ origin = '' }: IncomingHttpHeaders): URL | undefined {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

function protectSockets(server: Server, refusal: Refusal): void {
  standBefore(server, 'upgrade', (request: IncomingMessage, socket: Duplex) => {
    const error = refusal(request);
    if (error === undefined) return true;
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: ${error.length}\r\n\r\n${error}`);
    return false;
  });
}

/** What the server listens for happens only where `admits` says so. */
function standBefore<Happening extends unknown[]>(
  server: Server,
  event: string,
  admits: (...happening: Happening) => boolean,
): void {
  const handlers = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (...happening: Happening) => {
    if (!admits(...happening)) return;
    for (const handle of handlers) handle.apply(server, happening);
  });
}
