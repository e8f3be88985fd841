import { expect, it } from 'vitest';
import { asOperator, OPERATOR_PASSWORD } from '../../support/operator.ts';
import { openTestServer } from '../../support/test-server.ts';

const ANYTHING = [
  '/',
  '/t/ABCDE',
  '/assets/nothing.js',
  '/api/rooms',
  '/api/nothing',
  '/healthz',
  '/metrics',
  '/debug/rooms',
];

function policyOf(response: Response): Map<string, string> {
  const parts = (response.headers.get('content-security-policy') ?? '').split('; ');
  return new Map(parts.map((part) => [part.split(' ', 1)[0] ?? '', part.slice(part.indexOf(' ') + 1)]));
}

it('every answer tells browsers what they may do with it', async () => {
  const { get } = await openTestServer();
  const answers = await Promise.all(ANYTHING.map((path) => get(path)));
  // The gate answers by itself.
  answers.push(await get('/matchmake/create/counter', { method: 'POST', body: 'x'.repeat(100_000) }));
  for (const response of answers) {
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('strict-transport-security')).toBeNull();
  }
});

it('pages load and open nothing but what is the server’s', async () => {
  const { get, url } = await openTestServer();
  const policy = policyOf(await get('/'));
  const host = new URL(url).host;
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': "'self'",
    'script-src': "'self'",
    'img-src': "'self' data: blob:",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'connect-src': `'self' ws://${host} wss://${host}`,
    'frame-ancestors': "'self'",
  });
});

it('listed origins may show pages in frames, and others may not', async () => {
  const { get } = await openTestServer({}, { ALLOWED_ORIGINS: 'https://portal.example,null' });
  const response = await get('/');
  expect(policyOf(response).get('frame-ancestors')).toBe("'self' https://portal.example");
  expect(response.headers.get('x-frame-options')).toBeNull();
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const metrics = await get('/metrics', asOperator(OPERATOR_PASSWORD));
  expect(metrics.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

it('TLS is asked for from then on where a trusted proxy says that there is some, and nowhere else', async () => {
  const headers = { 'x-forwarded-proto': 'https' };
  const trusting = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  expect((await trusting.get('/', { headers })).headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/);
  expect((await trusting.get('/')).headers.get('strict-transport-security')).toBeNull();
  const other = await openTestServer();
  expect((await other.get('/', { headers })).headers.get('strict-transport-security')).toBeNull();
});

it('a host that is none becomes no part of the policy', async () => {
  const { get } = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  const headers = { 'x-forwarded-host': "a.example; script-src 'unsafe-inline'" };
  const policy = policyOf(await get('/', { headers }));
  expect(policy.get('connect-src')).toBe("'self'");
  expect(policy.get('script-src')).toBe("'self'");
});

it('in development pages may have what Vite writes into them, but no script', async () => {
  const { get } = await openTestServer({}, { NODE_ENV: 'development' });
  const policy = policyOf(await get('/'));
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('style-src')).toContain('unsafe-inline');
  expect(policy.get('connect-src')).toMatch(/^'self' ws: wss: /);
});

it('the pages of Colyseus may write styles, and no scripts', async () => {
  const { get } = await openTestServer();
  const policy = policyOf(await get('/monitor/', asOperator(OPERATOR_PASSWORD)));
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('style-src')).toBe("'self' 'unsafe-inline'");
});
