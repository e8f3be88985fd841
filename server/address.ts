/** The address to open in a browser. */
import { isIPv6 } from 'node:net';

/** All addresses of the machine: no browser goes there. */
const EVERYWHERE = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '']);

/**
 * @param host as the server listens on it; undefined: on all addresses
 * @param basePath empty, or such as `/games/greenroom`
 */
export function addressOf(host: string | undefined, port: number, basePath: string): string {
  return `http://${hostIn(host)}:${port}${basePath}`;
}

function hostIn(host = ''): string {
  if (EVERYWHERE.has(host)) return 'localhost';
  if (!isIPv6(host)) return host;
  // The name of an interface, as in fe80::1%eth0, has its sign escaped.
  return `[${host.replace('%', '%25')}]`;
}
