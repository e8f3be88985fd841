/** What is refused before the application sees it. */
import { expect, it } from 'vitest';
import { ADDRESS_LIMITS, HTTP_LIMITS } from '../../../server/host/limits.ts';
import { openTestServer } from '../../support/test-server.ts';
import { get, RawConnection } from '../http/raw-connection.ts';

const UPGRADE = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: YWJjZA==',
];
/** One player may be behind an address: few of everything. */
const FEW = { PLAYERS_PER_ADDRESS: '1' };
const REQUESTS = ADDRESS_LIMITS.rates.requests.amount;

async function answerTo(port: number, text: string): Promise<string> {
  return (await RawConnection.open(port, text)).closed;
}

it('requests: an address that has used them up gets 429, with the time to wait', async () => {
  const house = await openTestServer({}, FEW);
  for (let count = 0; count < REQUESTS; count++) expect((await house.get('/healthz')).status).toBe(200);
  const refused = await house.get('/healthz');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toEqual({ error: expect.stringMatching(/^too many requests .* try again in \d+ s$/) });
  expect(refused.headers.get('connection')).toBe('close');
  // Open connections are closed, and a socket gets the same.
  const upgrade = await answerTo(house.server.port, get('/x/ABCDE', ...UPGRADE));
  expect(upgrade).toMatch(/^HTTP\/1.1 429 .*retry-after: \d+.*\{"error":"too many requests/s);
});

it('requests: clients behind a trusted proxy have a budget each', async () => {
  const house = await openTestServer({}, { ...FEW, TRUSTED_PROXIES: 'loopback' });
  const from = (address: string) => house.get('/healthz', { headers: { 'x-forwarded-for': address } });
  for (let count = 0; count < REQUESTS; count++) await from('203.0.113.1');
  expect((await from('203.0.113.1')).status).toBe(429);
  expect((await from('203.0.113.2')).status).toBe(200);
});

it.each([
  ['Host: localhost', 'Host: elsewhere'],
  ['Origin: http://a.example', 'Origin: http://b.example'],
  ['X-Forwarded-Proto: https', 'X-Forwarded-Proto: http'],
  ['Content-Type: application/json', 'Content-Type: text/plain'],
  ['Authorization: Basic YTpi', 'Authorization: Basic YTpj'],
])('%s and %s in one request get 400, at a socket too', async (...headers) => {
  const { server } = await openTestServer();
  const head = ['GET / HTTP/1.1', ...(headers[0].startsWith('Host') ? [] : ['Host: localhost']), ...headers];
  expect(await answerTo(server.port, [...head, '', ''].join('\r\n'))).toMatch(
    /^HTTP\/1.1 400 .*there is more than one/s,
  );
  const upgrade = [...head, ...UPGRADE, '', ''].join('\r\n');
  expect(await answerTo(server.port, upgrade)).toMatch(/^HTTP\/1.1 400 .*there is more than one/s);
});

it.each([
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['a length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['an expectation', get('/', 'Expect: a-miracle'), 417],
  ['a socket at a path that has none', get('/a/b/c', ...UPGRADE), 400],
  [
    'bodyBytes: a longer body',
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${HTTP_LIMITS.bodyBytes + 1}\r\n\r\n`,
    413,
  ],
  ['bodyBytes: no length', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', 411],
])('%s is answered, and the connection closed', async (_, text, status) => {
  const { server } = await openTestServer();
  expect(await answerTo(server.port, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

it('a socket that begins with a body gets 400', async () => {
  const { server } = await openTestServer();
  const text = await answerTo(server.port, get('/', ...UPGRADE, 'Content-Length: 3'));
  expect(text).toMatch(/^HTTP\/1.1 400 .*a socket begins without a body/s);
});

it('a body that waits for a word is taken', async () => {
  const { server } = await openTestServer();
  const connection = await RawConnection.open(
    server.port,
    'POST /matchmake/create/counter HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n',
  );
  await connection.got(/^HTTP\/1.1 100 Continue/);
  connection.socket.write('{}');
  await connection.got(/HTTP\/1.1 200 OK.*sessionId/s);
});

it('a socket that is asked for while an answer is on its way is closed', async () => {
  const { server } = await openTestServer();
  const body = 'POST /matchmake/create/counter HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
  expect(await answerTo(server.port, body + get('/x/ABCDE', ...UPGRADE))).toBe('');
});

it('a request that is not HTTP or breaks off writes nothing into the log', async () => {
  const { server, logged, get: ask } = await openTestServer();
  const before = logged.length;
  const head =
    'POST /matchmake/create/counter HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n';
  for (const text of ['\0\0\r\n\r\n', 'GET / HTTP/9\r\n\r\n', `${head}{"a":brok`]) await answerTo(server.port, text);
  const broken = await RawConnection.open(server.port, `${head}{"a`);
  broken.socket.destroy();
  await broken.closed;
  expect((await ask('/healthz')).status).toBe(200);
  expect(logged.slice(before)).toEqual([]);
});

it('a proxy that nobody has told of is warned of once', async () => {
  const warned = (lines: readonly string[]) => lines.filter((line) => line.includes('set TRUSTED_PROXIES'));
  const init = { headers: { 'x-forwarded-for': '203.0.113.1' } };
  const unknown = await openTestServer();
  for (let count = 0; count < 3; count++) await unknown.get('/healthz', init);
  expect(warned(unknown.logged).length).toBe(1);
  const known = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  await known.get('/healthz', init);
  expect(warned(known.logged)).toEqual([]);
});
