import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { addressOf } from '../../server/address.ts';
import { openTestServer } from '../support/test-server.ts';

it.each([
  [undefined, 'http://localhost:2567'],
  ['', 'http://localhost:2567'],
  ['0.0.0.0', 'http://localhost:2567'],
  ['::', 'http://localhost:2567'],
  ['localhost', 'http://localhost:2567'],
  ['127.0.0.1', 'http://127.0.0.1:2567'],
  ['::1', 'http://[::1]:2567'],
  ['2001:db8::7', 'http://[2001:db8::7]:2567'],
  ['::ffff:127.0.0.1', 'http://[::ffff:127.0.0.1]:2567'],
  ['fe80::1%eth0', 'http://[fe80::1%25eth0]:2567'],
  ['play.example', 'http://play.example:2567'],
])('a server on %s is at %s', (host, address) => {
  expect(addressOf(host, 2567, '')).toBe(address);
  expect(addressOf(host, 2567, '/games/greenroom')).toBe(`${address}/games/greenroom`);
});

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

it.for(['127.0.0.1', 'localhost', '0.0.0.0', '::1', '::'])(
  'a server on %s answers at its address',
  async (HOST, { skip }) => {
    skip(HOST.includes(':') && !hasIPv6, 'this machine has no IPv6');
    const { server } = await openTestServer({}, { HOST });
    expect((await fetch(`${addressOf(HOST, server.port, '')}/healthz`)).status).toBe(200);
  },
);
