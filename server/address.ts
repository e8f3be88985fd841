/** The URL of a server for a browser, and which addresses only this machine can open. */
import { isIPv4, isIPv6 } from 'node:net';

/** All addresses of the machine: browsers cannot open them. */
const EVERYWHERE = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '']);

/**
 * @param host the address that the server listens on; undefined: all
 * @param basePath empty, or such as `/games/greenroom`
 */
export function addressOf(host: string | undefined, port: number, basePath: string): string {
  return `http://${hostIn(host)}:${port}${basePath}`;
}

/** A server that listens on it listens on all addresses. */
export function isEverywhere(host = ''): boolean {
  return EVERYWHERE.has(host);
}

/** Only this machine can open it. */
export function isLoopback(host = ''): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function hostIn(host = ''): string {
  if (isEverywhere(host)) return 'localhost';
  if (!isIPv6(host)) return host;
  // The name of an interface, as in fe80::1%eth0, needs an escaped sign.
  return `[${host.replace('%', '%25')}]`;
}
