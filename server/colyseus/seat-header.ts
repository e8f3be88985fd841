/**
 * Our pages send their seat and token in `Sec-WebSocket-Protocol` rather than in the URL of the socket, which proxies log. Colyseus reads them
 * in the URL, so they are put there behind the last proxy.
 */
import type { IncomingMessage } from 'node:http';
import { SEAT_PROTOCOL } from '../../shared/wire.ts';

const WORD = /^[\w-]+$/;

export function readSeat(request: IncomingMessage): void {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((each) => each.trim());
  if (request.url === undefined || offered?.[0] !== SEAT_PROTOCOL.name) return;
  const address = new URL(request.url, 'ws://server');
  for (const [name, prefix] of Object.entries(SEAT_PROTOCOL.prefixes)) {
    const word = offered.find((each) => each.startsWith(prefix))?.slice(prefix.length);
    if (word !== undefined && WORD.test(word)) address.searchParams.set(name, word);
  }
  request.url = address.pathname + address.search;
}
