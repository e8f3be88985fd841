/** The address of the client behind a request, where that can be trusted. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** The key of budgets: an IPv4 address, or the /64 network of an IPv6 address, which is what one customer gets. */
export type ClientAddress = string & { readonly __brand: 'ClientAddress' };

const IPV6_PREFIX_BITS = 64;
/** A closed socket has no address. */
const UNKNOWN = '0.0.0.0';

export class ClientAddresses {
  readonly #trusts: (address: string, hop: number) => boolean;

  /**
   * @param trustedProxies addresses and networks whose `X-Forwarded-For` is believed: `10.0.0.1`, `10.0.0.0/8`, or `loopback`, `linklocal`, `uniquelocal`
   * @throws TypeError where one is no address
   */
  constructor(trustedProxies: readonly string[]) {
    this.#trusts = proxyAddr.compile([...trustedProxies]);
  }

  /** The client of a request: the nearest address that is no trusted proxy. */
  of(request: IncomingMessage): ClientAddress {
    return groupAddress(proxyAddr(request, this.#trusts));
  }

  /** A connection from this address carries the requests of others. */
  isProxy(remoteAddress: string | undefined): boolean {
    return remoteAddress !== undefined && this.#trusts(remoteAddress, 0);
  }
}

/** What is wrong with a list of trusted proxies; undefined: nothing. */
export function problemOfProxies(proxies: readonly string[]): string | undefined {
  try {
    proxyAddr.compile([...proxies]);
    return undefined;
  } catch {
    return 'is a list of addresses and networks such as 10.0.0.1,10.1.0.0/16, or loopback';
  }
}

/** The key of budgets for an address. Invalid addresses of a proxy count as one. */
export function groupAddress(address: string | undefined): ClientAddress {
  if (address === undefined || !ipaddr.isValid(address)) return UNKNOWN as ClientAddress;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString() as ClientAddress;
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${IPV6_PREFIX_BITS}`);
  return `${network.toString()}/${IPV6_PREFIX_BITS}` as ClientAddress;
}
