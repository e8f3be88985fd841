import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { AddressBudgets } from '../../../server/admission/budgets.ts';
import { ClientAddresses, groupAddress } from '../../../server/admission/client-address.ts';
import { HTTP_LIMITS } from '../../../server/host/limits.ts';
import { Connections, serverOptions, type ConnectionLimits } from '../../../server/http/connections.ts';
import { get, RawConnection } from './raw-connection.ts';
import { listen } from '../../support/listen.ts';

const SHORT_MS = 40;
/** No time of these is up while a test runs. */
const PATIENT: ConnectionLimits = {
  ...HTTP_LIMITS,
  requestMs: 600_000,
  stallMs: 600_000,
  responseMs: 600_000,
  keepAliveMs: 600_000,
};
const ANSWER: RequestListener = (request, response) => void response.end(`answer to ${request.url}`);

interface How {
  readonly limits?: Partial<ConnectionLimits>;
  readonly answer?: RequestListener;
  readonly players?: number;
  readonly trusted?: readonly string[];
}

/** A server with bounded connections. */
async function open({ limits = {}, answer = ANSWER, players = 256, trusted = [] }: How = {}) {
  const all = { ...PATIENT, ...limits };
  const server: Server = createServer(serverOptions(all));
  const budgets = new AddressBudgets(players);
  const addresses = new ClientAddresses(trusted);
  const connections = new Connections(server, { addresses, budgets, limits: all });
  const received: string[] = [];
  server.on('request', (request, response) => {
    received.push(String(request.url));
    connections.enqueue(request, response, () => answer(request, response));
  });
  const port = await listen(server);
  return { server, budgets, received, connect: (text?: string) => RawConnection.open(port, text) };
}

/** Answers with more than a connection can hold that nobody reads. */
const sendMuch: RequestListener = (_request, response) => void response.end(Buffer.alloc(64 * 2 ** 20));

it('pipelined: requests that come together are answered one by one, in their order', async () => {
  const begun: string[] = [];
  const answers: (() => void)[] = [];
  const { connect } = await open({
    answer: (request, response) => {
      begun.push(String(request.url));
      answers.push(() => response.end(`answer to ${request.url}`));
    },
  });
  const paths = Array.from({ length: HTTP_LIMITS.pipelined }, (_, number) => `/${number}`);
  const connection = await connect(paths.map((path) => get(path)).join(''));
  for (const [index, path] of paths.entries()) {
    await vi.waitUntil(() => answers.length === index + 1);
    expect(begun).toEqual(paths.slice(0, index + 1));
    answers[index]?.();
    await connection.got(new RegExp(`answer to ${path}`));
  }
});

it('pipelined: a connection with one more is closed, and what came after that is not even parsed', async () => {
  const { connect, received } = await open({ answer: () => {} });
  const connection = await connect(get('/').repeat(1_000));
  expect(await connection.closed).toBe('');
  expect(received.length).toBe(HTTP_LIMITS.pipelined + 1);
});

it('pipelined: requests without a host have no other bound', async () => {
  const { connect } = await open({ answer: () => {} });
  expect(await (await connect('GET / HTTP/1.1\r\n\r\n'.repeat(1_000))).closed).toBe('');
});

it('pipelined: a connection that is closed leaves its parser to the next one as it was', async () => {
  const { connect } = await open();
  for (let round = 0; round < 3; round++) {
    await (
      await connect(get('/').repeat(1_000))
    ).closed;
    await (await connect(get('/after'))).got(/answer to \/after/);
  }
});

it.each([
  ['head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ['body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{'],
])('requestMs: a %s that takes longer gets 408', async (_, text) => {
  const { connect } = await open({ limits: { requestMs: SHORT_MS }, answer: (request) => void request.resume() });
  expect(await (await connect(text)).closed).toMatch(/^HTTP\/1.1 408 /);
});

it('requestMs: a connection that sends nothing is closed without a word', async () => {
  const { connect } = await open({ limits: { requestMs: SHORT_MS } });
  expect(await (await connect()).closed).toBe('');
});

it('stallMs: a client that reads nothing of its answer for longer is closed', async () => {
  const { connect, server } = await open({ limits: { stallMs: SHORT_MS }, answer: sendMuch });
  const connected = once(server, 'connection');
  const connection = await connect();
  connection.socket.pause();
  connection.socket.write(get('/'));
  const [socket] = (await connected) as [Socket];
  await once(socket, 'close');
});

it('stallMs: it does not count while the answer is still being made', async () => {
  const { connect } = await open({
    answer: (_request, response) => {
      response.socket?.emit('timeout');
      response.end('late');
    },
  });
  await (await connect(get('/'))).got(/late/);
});

it('responseMs: an answer that takes longer is cut off', async () => {
  const { connect } = await open({ limits: { responseMs: SHORT_MS }, answer: () => {} });
  expect(await (await connect(get('/'))).closed).toBe('');
});

it('keepAliveMs: a connection that waits longer for its next request is closed', async () => {
  const { connect } = await open({ limits: { keepAliveMs: SHORT_MS } });
  expect(await (await connect(get('/'))).closed).toContain('answer to /');
});

it('headBytes: a longer head gets 431', async () => {
  const { connect } = await open();
  const text = get('/', `X: ${'a'.repeat(HTTP_LIMITS.headBytes)}`);
  expect(await (await connect(text)).closed).toMatch(/^HTTP\/1.1 431 /);
});

it('headers: a request with more gets 431, and one with as many is answered', async () => {
  const { connect } = await open();
  const more = Array.from({ length: HTTP_LIMITS.headers - 1 }, (_, number) => `X-${number}: y`);
  await (await connect(get('/', ...more))).got(/answer to \//);
  expect(await (await connect(get('/', ...more, 'One-More: y'))).closed).toMatch(/^HTTP\/1.1 431 /);
});

it('a request that is not HTTP gets 400', async () => {
  const { connect } = await open();
  expect(await (await connect('HELO mail.example\r\n\r\n')).closed).toMatch(/^HTTP\/1.1 400 /);
});

it('connections: an address with one more than it may have is closed there, and may have another once one is gone', async () => {
  const { connect, budgets } = await open({ players: 1 });
  const some = await Promise.all(Array.from({ length: 4 }, () => connect(get('/'))));
  await Promise.all(some.map((connection) => connection.got(/answer/)));
  expect(await (await connect(get('/'))).closed).toBe('');
  some[0]?.socket.destroy();
  await vi.waitUntil(() => budgets.heldBy(groupAddress('127.0.0.1'), 'connections') === 3);
  await (await connect(get('/'))).got(/answer/);
});

it('connections: a trusted proxy may have any number', async () => {
  const { connect } = await open({ players: 1, trusted: ['loopback'] });
  const many = await Promise.all(Array.from({ length: 20 }, () => connect(get('/'))));
  await Promise.all(many.map((connection) => connection.got(/answer/)));
});

it('connects: more new connections of one address than it may open are closed', async () => {
  const { connect } = await open({ players: 1 });
  for (let count = 0; count < 60; count++) {
    const connection = await connect(get('/', 'Connection: close'));
    expect(await connection.closed).toContain('answer');
  }
  expect(await (await connect(get('/'))).closed).toBe('');
});

it('violations: an address that has used them up gets no new connection, and keeps those that it has', async () => {
  const { connect } = await open({ players: 1 });
  const kept = await connect(get('/before'));
  await kept.got(/answer to \/before/);
  for (let count = 0; count < 4; count++) await (await connect('nonsense\r\n\r\n')).closed;
  expect(await (await connect(get('/'))).closed).toBe('');
  kept.socket.write(get('/after'));
  await kept.got(/answer to \/after/);
});
