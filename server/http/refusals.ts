/** Refuses requests before the application sees them. */
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { HTTP_LIMITS } from '../host/limits.ts';

export interface HttpRefusal {
  readonly status: number;
  readonly error: string;
  readonly waitMs?: number;
}

/** Headers that must not occur twice: a proxy and the server could read them differently. */
const SINGLE = [
  ...['authorization', 'content-length', 'content-type', 'expect', 'host', 'origin', 'transfer-encoding', 'upgrade'],
  ...['x-forwarded-host', 'x-forwarded-proto', 'sec-websocket-key', 'sec-websocket-version'],
] as const;

/** Why a request is refused from any sender; undefined: it is not. */
export function problemOfRequest(request: IncomingMessage): HttpRefusal | undefined {
  const { headers, headersDistinct, url } = request;
  const { bodyBytes } = HTTP_LIMITS;
  const repeated = SINGLE.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
  if (repeated !== undefined) return { status: 400, error: `there is more than one header "${repeated}"` };
  if (!isAddress(url, headers.host)) return { status: 400, error: 'bad host or address' };
  // It becomes part of a URL.
  if (headers['x-forwarded-proto'] !== 'https') delete headers['x-forwarded-proto'];
  if (headers['transfer-encoding'] !== undefined) return { status: 411, error: 'the length of the body must be given' };
  if (Number(headers['content-length'] ?? 0) > bodyBytes)
    return { status: 413, error: `the body has more than ${bodyBytes} bytes` };
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    return { status: 417, error: 'nothing but 100-continue can be expected' };
  return undefined;
}

/** Too many requests: how long to wait. */
export function tooMany(waitMs: number): HttpRefusal {
  const seconds = Math.ceil(waitMs / 1_000);
  return { status: 429, error: `too many requests from this address: try again in ${seconds} s`, waitMs };
}

/** Sends a refusal, and closes the connection. */
export function refuse(response: ServerResponse, refusal: HttpRefusal): void {
  const { body, headers } = partsOf(refusal);
  response.writeHead(refusal.status, headers).end(body);
}

/** The same as text, for a connection that was upgraded. */
export function refusalText(refusal: HttpRefusal): string {
  const { body, headers } = partsOf(refusal);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines, '', body].join('\r\n');
}

function partsOf({ error, waitMs }: HttpRefusal): { body: string; headers: Record<string, string | number> } {
  const body = JSON.stringify({ error });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    ...(waitMs !== undefined && { 'retry-after': Math.ceil(waitMs / 1_000) }),
  };
  return { body, headers };
}

function isAddress(url = '', host = ''): boolean {
  return url.startsWith('/') && URL.canParse(`http://${host}${url}`);
}
