/** Notices a proxy that is not in TRUSTED_PROXIES: all its clients would count as one. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { Log } from '../log.ts';
import type { ClientAddresses } from './client-address.ts';

/** Networks where own proxies are. */
const INTERNAL = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/** Checks each request, and warns once. */
export function watchForProxies(addresses: ClientAddresses, log: Log): (request: IncomingMessage) => void {
  let hasWarned = false;
  return ({ headers, socket: { remoteAddress } }) => {
    if (hasWarned || headers['x-forwarded-for'] === undefined) return;
    if (addresses.isProxy(remoteAddress) || !isInternal(remoteAddress)) return;
    hasWarned = true;
    log.warn(
      { proxy: remoteAddress },
      'proxy not trusted, its clients count as one address: if it is yours, set TRUSTED_PROXIES to its address',
    );
  };
}

function isInternal(address = ''): boolean {
  return ipaddr.isValid(address) && INTERNAL.includes(ipaddr.process(address).range());
}
