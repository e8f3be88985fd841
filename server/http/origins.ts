/**
 * Which pages may use the server: those of its own origin, and those that `ALLOWED_ORIGINS` lists. Programs other than browsers send no Origin, and are
 * let through.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { ClientAddresses } from '../admission/client-address.ts';

/** The origin of a page in a sandboxed frame. */
const NO_ORIGIN = 'null';
/** What may be in one of our headers: a name or an address, with or without a port. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
/** How long a browser may cache a preflight response, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** What is wrong with an entry of the list; undefined: nothing. */
export function problemOfOrigin(origin: string): string | undefined {
  if (origin === NO_ORIGIN) return undefined;
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  const isWeb = parsed !== undefined && /^https?:$/.test(parsed.protocol) && HOST.test(parsed.host);
  if (isWeb && parsed.origin === origin.toLowerCase()) return undefined;
  return 'is a list of origins such as https://play.example,http://10.0.0.5:8080 (no path, no default port), or null for sandboxed frames';
}

export class Origins {
  readonly #addresses: ClientAddresses;
  readonly #listed: ReadonlySet<string>;

  constructor(addresses: ClientAddresses, listed: readonly string[]) {
    this.#addresses = addresses;
    this.#listed = new Set(listed.map((origin) => origin.toLowerCase()));
  }

  /** The pages that may show ours in a frame. */
  get embedders(): readonly string[] {
    return [...this.#listed].filter((origin) => origin !== NO_ORIGIN);
  }

  /** Pages of other origins may use the server. */
  get areListed(): boolean {
    return this.#listed.size > 0;
  }

  /** The Origin of a request from a listed page of another origin; undefined: it is not from one. */
  listed({ headers: { origin } }: IncomingMessage): string | undefined {
    return origin !== undefined && this.#listed.has(origin.toLowerCase()) ? origin : undefined;
  }

  /** Why a request is refused; undefined: it is not. */
  refusal(request: IncomingMessage): string | undefined {
    const { origin } = request.headers;
    if (origin === undefined || this.listed(request) !== undefined || this.#isOwn(origin, request)) return undefined;
    return `pages of the origin ${shown(origin)} may not use this server (${shown(this.host(request) ?? 'of an unknown host')}): list it in ALLOWED_ORIGINS`;
  }

  /** The host and port by which the client knows the server; undefined where it sends no valid one. */
  host(request: IncomingMessage): string | undefined {
    const host = this.#fromProxy(request, 'x-forwarded-host') ?? request.headers.host ?? '';
    return HOST.test(host) ? host.toLowerCase() : undefined;
  }

  /** The client's connection to a trusted proxy is encrypted. */
  isSecure(request: IncomingMessage): boolean {
    return this.#fromProxy(request, 'x-forwarded-proto') === 'https';
  }

  #isOwn(origin: string, request: IncomingMessage): boolean {
    const host = this.host(request);
    if (host === undefined || !URL.canParse(origin)) return false;
    const { protocol, host: theirs } = new URL(origin);
    // Without a trusted proxy it is not known whether there is TLS in front of the server.
    if (protocol !== 'https:' && (protocol !== 'http:' || this.isSecure(request))) return false;
    // An origin leaves out the scheme's default port, and a host may not.
    return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === theirs;
  }

  /** What a trusted proxy says of the client: the first value, where several proxies have added one. */
  #fromProxy({ headers, socket }: IncomingMessage, name: 'x-forwarded-host' | 'x-forwarded-proto'): string | undefined {
    if (!this.#addresses.isProxy(socket.remoteAddress)) return undefined;
    const [first = ''] = String(headers[name] ?? '').split(',', 1);
    return first.trim().toLowerCase() || undefined;
  }
}

/** Refuses pages of other origins, and lets listed ones read the response. */
export function allowedOrigins(origins: Origins, ...methods: readonly string[]): RequestHandler {
  const share = shareWithListed(origins);
  return (request, response, next) => {
    response.vary('Origin');
    const error = origins.refusal(request);
    if (error !== undefined) return void response.status(403).json({ error });
    share(request, response, () => {
      if (request.method !== 'OPTIONS') return next();
      // A browser asks before it sends JSON to another origin.
      response.set({
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': String(PREFLIGHT_SECONDS),
        allow: methods.join(', '),
      });
      response.status(204).end();
    });
  };
}

/** Lets listed pages read the response, without the user's credentials. */
export function shareWithListed(origins: Origins): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin');
    const origin = origins.listed(request);
    if (origin !== undefined)
      response.set({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' });
    next();
  };
}

/** A client's text, safe to quote. */
function shown(text: string): string {
  return text.length > 100 || /[^\x21-\x7e]/.test(text) ? 'that cannot be shown' : text;
}
