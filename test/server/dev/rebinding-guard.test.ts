import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { RebindingGuard } from '../../../server/dev/rebinding-guard.ts';

interface Asked {
  /** The server's `HOST`. */
  readonly listens?: string;
  readonly allowed?: readonly string[];
  /** The address that was connected to. */
  readonly at?: string;
  readonly host?: string;
  readonly origin?: string;
}

/** Whether a request reaches the server's handlers. */
function isAdmitted({ listens, allowed = [], at = '192.168.1.5', host, origin }: Asked): boolean {
  let isDone = false;
  const server = createServer(() => (isDone = true));
  new RebindingGuard({ host: listens, allowedHosts: allowed }).protect(server);
  const socket = Object.defineProperty(new Socket(), 'localAddress', { value: at });
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  Object.assign(request.headers, { host, origin });
  server.emit('request', request, new ServerResponse(request));
  return isDone;
}

describe('a server in development that listens on all addresses', () => {
  it.each([
    [true, 'the one that was connected to', { host: '192.168.1.5:2567' }],
    [true, 'the same, as sockets for both kinds tell it', { host: '192.168.1.5:2567', at: '::ffff:192.168.1.5' }],
    [true, 'one of IPv6', { host: '[fd00::2]:2567', at: 'fd00::2' }],
    [true, 'localhost', { host: 'localhost:2567', at: '127.0.0.1' }],
    [false, 'another address', { host: '192.168.1.6:2567' }],
    [false, 'a name', { host: 'my-laptop.local:2567' }],
    [true, 'a name that is allowed', { host: 'My-Laptop.local:2567', allowed: ['my-laptop.local'] }],
    [false, 'none', {}],
    [false, 'no valid name', { host: 'a b' }],
  ])('%s: its host is %s', (admitted, _, asked) => {
    for (const listens of [undefined, '0.0.0.0', '::']) expect(isAdmitted({ ...asked, listens })).toBe(admitted);
  });
});

it.each([
  [true, '192.168.1.5', '192.168.1.5:2567'],
  [false, '192.168.1.5', '192.168.1.6:2567'],
  [true, 'my-laptop.local', 'MY-LAPTOP.local:2567'],
  [false, 'my-laptop.local', 'laptop.local:2567'],
  [true, '192.168.1.5', 'localhost:2567'],
])('%s: one that listens on %s is asked at %s', (admitted, listens, host) => {
  expect(isAdmitted({ listens, host })).toBe(admitted);
});

it.each([
  [true, 'http://localhost:2567'],
  [true, 'HTTP://LOCALHOST:2567'],
  [true, 'https://dev.example'],
  [false, 'http://localhost'],
  [false, 'http://localhost:2568'],
  [false, 'http://127.0.0.1:2567'],
  [false, 'null'],
  [false, ''],
])('%s: a page of %s asks', (admitted, origin) => {
  expect(isAdmitted({ listens: '127.0.0.1', allowed: ['dev.example'], host: 'localhost:2567', origin })).toBe(admitted);
});
