/** Which pages may use the server, tried as browsers do. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { asOperator, OPERATOR_PASSWORD } from '../../support/operator.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';
import { reserve } from '../raw-client.ts';

const EVIL = 'https://evil.example';
const PORTAL = 'https://portal.example';
const JSON_TYPE = { 'content-type': 'application/json' };

/** A request with any headers, Host and Origin too, which `fetch` would not send. */
async function send(
  { server }: TestServer,
  path: string,
  headers: Record<string, string>,
  method = 'POST',
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const body = method === 'POST' ? '{}' : '';
  const sent = ask({ host: '127.0.0.1', port: server.port, path, method, headers });
  sent.end(body);
  const upgraded = once(sent, 'upgrade').then(([response, socket]) => {
    socket.destroy();
    return response as IncomingMessage;
  });
  const response: IncomingMessage = await Promise.race([once(sent, 'response').then(([one]) => one), upgraded]);
  const status = response.statusCode ?? 0;
  if (status === 101) return { status, headers: response.headers, body: '' };
  return { status, headers: response.headers, body: await text(response) };
}

/** Opens a socket at a seat that is promised, and closes it. */
async function socketStatus(house: TestServer, headers: Record<string, string>): Promise<number> {
  const { processId, roomId, sessionId } = await reserve(house.url, 'create', 'counter', {});
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const path = `/${processId}/${roomId}?sessionId=${sessionId}`;
  return (await send(house, path, { ...handshake, ...headers }, 'GET')).status;
}

const CREATE = '/matchmake/create/counter';

describe('without a list', () => {
  it.each([
    ['of no browser', {}, true],
    ['of its own', { host: 'play.example', origin: 'http://play.example' }, true],
    ['of its own, behind a proxy with TLS', { host: 'play.example', origin: 'https://play.example' }, true],
    ['of its own, with the port in Host', { host: 'play.example:443', origin: 'https://play.example' }, true],
    ['of its own, in capitals', { host: 'Play.Example', origin: 'https://play.example' }, true],
    ['of its own, at an IPv6 address', { host: '[::1]:2567', origin: 'http://[::1]:2567' }, true],
    ['of another site', { host: 'play.example', origin: EVIL }, false],
    ['of another port', { host: 'play.example', origin: 'https://play.example:8443' }, false],
    ['of a site whose name begins so', { host: 'play.example', origin: 'https://play.example.evil.example' }, false],
    ['of a sandboxed frame', { host: 'play.example', origin: 'null' }, false],
    ['of a file', { host: 'play.example', origin: 'file://' }, false],
    ['of an empty Origin', { host: 'play.example', origin: '' }, false],
    [
      'that a client says a proxy has',
      { host: 'play.example', origin: EVIL, 'x-forwarded-host': 'evil.example' },
      false,
    ],
  ])('requests and sockets %s are let in: %o %s', async (_, headers, isLetIn) => {
    const house = await openTestServer();
    const { status, headers: answered } = await send(house, CREATE, { ...JSON_TYPE, ...headers });
    expect(status).toBe(isLetIn ? 200 : 403);
    expect(answered.vary).toContain('Origin');
    expect(answered['access-control-allow-origin']).toBeUndefined();
    expect((await send(house, '/api/rooms', headers, 'GET')).status).toBe(isLetIn ? 200 : 403);
    expect(await socketStatus(house, headers)).toBe(isLetIn ? 101 : 403);
  });

  it('a refusal names the origin and the setting', async () => {
    const { body } = await send(await openTestServer(), CREATE, { ...JSON_TYPE, host: 'play.example', origin: EVIL });
    expect(JSON.parse(body)).toEqual({
      error: `pages of the origin ${EVIL} may not use this server (play.example): list it in ALLOWED_ORIGINS`,
    });
  });

  it('no room comes of a refusal', async () => {
    const house = await openTestServer();
    await send(house, CREATE, { ...JSON_TYPE, origin: EVIL });
    expect(house.server.host.rooms.size).toBe(0);
  });
});

describe('with a list', () => {
  const openListed = () => openTestServer({}, { ALLOWED_ORIGINS: `${PORTAL}, null` });

  it.each([PORTAL, 'null'])('pages of %s use API and sockets, and read the answers', async (origin) => {
    const house = await openListed();
    const { status, headers } = await send(house, CREATE, { ...JSON_TYPE, origin });
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers.vary).toContain('Origin');
    expect(await socketStatus(house, { origin })).toBe(101);
    for (const path of ['/api/rooms', '/', '/assets/nothing.js'])
      expect((await send(house, path, { origin }, 'GET')).headers['access-control-allow-origin']).toBe(origin);
  });

  it('a browser’s preflight request is answered with what it may send', async () => {
    const { status, headers } = await send(await openListed(), CREATE, { origin: PORTAL }, 'OPTIONS');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': PORTAL,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'content-type',
    });
    expect((await send(await openListed(), CREATE, { origin: EVIL }, 'OPTIONS')).status).toBe(403);
  });

  it('others are refused as ever, and may read nothing', async () => {
    const house = await openListed();
    expect((await send(house, CREATE, { ...JSON_TYPE, origin: EVIL })).status).toBe(403);
    const page = await send(house, '/', { origin: EVIL }, 'GET');
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    expect(page.headers.vary).toContain('Origin');
  });

  it('pages of the list read nothing of what operators see', async () => {
    const { authorization } = asOperator(OPERATOR_PASSWORD).headers;
    const { status, headers } = await send(await openListed(), '/metrics', { origin: PORTAL, authorization }, 'GET');
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

it.each(['/playground/profiling/start', '/monitor/api', '/debug/rooms', '/metrics'])(
  'a page of another site does nothing at %s, even with a password that a browser remembers',
  async (path) => {
    const house = await openTestServer({}, { NODE_ENV: 'development' });
    const headers = { ...asOperator(OPERATOR_PASSWORD).headers, origin: EVIL };
    expect((await send(house, path, headers)).status).toBe(403);
    expect((await send(house, path, headers, 'GET')).status).toBe(403);
  },
);

describe('behind a trusted proxy', () => {
  const openTrusting = () => openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  const FORWARDED = { host: '127.0.0.1:2567', 'x-forwarded-host': 'play.example', 'x-forwarded-proto': 'https' };

  it('the host is the one that the proxy says', async () => {
    const house = await openTrusting();
    expect((await send(house, CREATE, { ...JSON_TYPE, ...FORWARDED, origin: 'https://play.example' })).status).toBe(
      200,
    );
    expect((await send(house, CREATE, { ...JSON_TYPE, ...FORWARDED, origin: 'http://127.0.0.1:2567' })).status).toBe(
      403,
    );
  });

  it('a page without TLS is none of a server with TLS', async () => {
    const house = await openTrusting();
    expect((await send(house, CREATE, { ...JSON_TYPE, ...FORWARDED, origin: 'http://play.example' })).status).toBe(403);
  });
});

describe('a request that a form of another site can send', () => {
  it.each([
    ['text/plain', '{"name":"Ann"}'],
    ['application/x-www-form-urlencoded', 'name=Ann'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['', ''],
  ])('as %s creates no room', async (type, body) => {
    const { url, server } = await openTestServer();
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    const response = await fetch(`${url}${CREATE}`, { method: 'POST', headers, body: new TextEncoder().encode(body) });
    expect(response.status).toBe(415);
    expect(server.host.rooms.size).toBe(0);
  });

  it('as JSON with a character set is taken', async () => {
    const { url } = await openTestServer();
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await fetch(`${url}${CREATE}`, { method: 'POST', headers, body: '{}' })).status).toBe(200);
  });
});

describe('methods', () => {
  it.each([
    ['TRACE', '/', 'GET, HEAD'],
    ['PUT', '/api/rooms', 'GET, HEAD, OPTIONS'],
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/t/ABCDE', 'GET, HEAD'],
    ['PROPFIND', '/anything', 'GET, HEAD'],
    ['GET', CREATE, 'POST, OPTIONS'],
    ['TRACE', CREATE, 'POST, OPTIONS'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('%s %s is refused with what the address takes', async (method, path, allow) => {
    const { status, headers, body } = await send(await openTestServer(), path, { 'x-secret': 'echoed' }, method);
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow });
    expect(body).not.toContain('echoed');
  });
});
