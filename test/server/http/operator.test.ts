import { expect, it } from 'vitest';
import { LIMITS } from '../../../server/host/limits.ts';
import { asOperator, OPERATOR_PASSWORD } from '../../support/operator.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const PAGES = [
  '/debug/rooms',
  '/debug/rooms.json',
  '/monitor/',
  '/monitor/api',
  '/monitor/api/room?roomId=ABCDE',
  '/metrics',
];
const WRONG = asOperator('wrong');

function from(address: string, password: string): RequestInit {
  return { headers: { ...asOperator(password).headers, 'x-forwarded-for': address } };
}

/** Tries a wrong password until it is not looked at any more. */
async function exhaust({ get }: TestServer, init: RequestInit = WRONG): Promise<Response> {
  for (let count = 0; ; count++) {
    const response = await get(PAGES[count % PAGES.length]!, init);
    if (response.status !== 401) return response;
    expect(count).toBeLessThanOrEqual(LIMITS.passwordTries + 1);
  }
}

it('wrong passwords on any of the pages count together, and more of them get 429 and how long to wait', async () => {
  const house = await openTestServer();
  const refused = await exhaust(house);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  for (const path of PAGES) expect((await house.get(path, WRONG)).status).toBe(429);
});

it('a request without a password is asked for it, and counts as no try', async () => {
  const { get } = await openTestServer();
  for (let count = 0; count < LIMITS.passwordTries * 3; count++) expect((await get('/metrics')).status).toBe(401);
  expect((await get('/metrics', asOperator(OPERATOR_PASSWORD))).status).toBe(200);
});

it('nobody locks an operator out who is at another address', async () => {
  const house = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  await exhaust(house, from('203.0.113.1', 'wrong'));
  expect((await house.get('/metrics', from('203.0.113.1', OPERATOR_PASSWORD))).status).toBe(429);
  expect((await house.get('/metrics', from('203.0.113.2', OPERATOR_PASSWORD))).status).toBe(200);
});

it('the first wrong password of an address is logged with it, and many are reported as an attack, once', async () => {
  const house = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  const guesser = from('203.0.113.1', 'wrong');
  for (let count = 0; count < LIMITS.passwordAlarm * 2; count++) await house.get('/debug/rooms', guesser);
  const lines = house.logged.filter((line) => line.includes('operator password')).map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { level: 40, address: '203.0.113.1', msg: 'operator password wrong' },
    { level: 50, address: '203.0.113.1', tries: LIMITS.passwordAlarm },
  ]);
  const metrics = await (await house.get('/metrics', from('203.0.113.2', OPERATOR_PASSWORD))).text();
  expect(metrics).toMatch(/greenroom_operator_refusals_total\{why="wrong"\} 1\d/);
  expect(metrics).toMatch(/greenroom_operator_refusals_total\{why="too-many"\} [45]\d/);
});

it('many addresses with wrong passwords have a bounded number of log lines', async () => {
  const house = await openTestServer({}, { TRUSTED_PROXIES: 'loopback' });
  for (let count = 0; count < LIMITS.passwordAlarm * 3; count++)
    await house.get('/metrics', from(`203.0.113.${count}`, 'wrong'));
  const lines = house.logged.filter((line) => line.includes('operator password'));
  expect(lines).toHaveLength(LIMITS.passwordLogLines + 1);
});

it('in development the pages are open where no password is set, and the metrics too', async () => {
  const { get } = await openTestServer({}, { NODE_ENV: 'development', OPERATOR_PASSWORD: '' });
  for (const path of [...PAGES.slice(0, 4), '/metrics', '/playground/']) expect((await get(path)).status).toBe(200);
});
