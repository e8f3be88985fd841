/** Requests as they are written, which no client makes plain first. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  /** 0 where the connection was closed without a word. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** @param headers in place of those that a client sends */
export async function ask(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const all = { host: `127.0.0.1:${port}`, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const isUpgrade = 'upgrade' in headers;
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const answer = isUpgrade
    ? String(await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => '')]))
    : await text(socket);
  socket.destroy();
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') };
}

/** What a page sends that opens a socket. */
export function upgrade(protocol?: string): Record<string, string> {
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...(protocol === undefined ? {} : { 'sec-websocket-protocol': protocol }),
  };
}
