import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { ClientAddresses, groupAddress } from '../../../server/admission/client-address.ts';

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress }, connection: { remoteAddress } } as unknown as IncomingMessage;
}

it('a client behind no trusted proxy is the address of its connection, whatever it claims', () => {
  const addresses = new ClientAddresses([]);
  expect(addresses.of(from('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7');
});

it('a client behind trusted proxies is the nearest address that is none of them', () => {
  const addresses = new ClientAddresses(['loopback', '10.0.0.0/8']);
  expect(addresses.of(from('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.3'))).toBe('198.51.100.1');
});

it('an IPv4 address is the same in the form that IPv6 sockets have', () => {
  expect(groupAddress('::ffff:203.0.113.7')).toBe('203.0.113.7');
});

it('IPv6 addresses of one /64 network are one client', () => {
  expect(groupAddress('2001:db8:1:2:aaaa::1')).toBe(groupAddress('2001:db8:1:2:bbbb::2'));
  expect(groupAddress('2001:db8:1:2::1')).not.toBe(groupAddress('2001:db8:1:3::1'));
});

it('values of a proxy that are no addresses count as one client', () => {
  expect(groupAddress('unknown')).toBe(groupAddress('<script>'));
});
