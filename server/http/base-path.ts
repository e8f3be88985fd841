/**
 * The path below which a proxy shows everything that the server has: pages, API, matchmaking, sockets, health. Some proxies pass it on, and
 * some take it away: both are understood, so an address counts with the path and without it.
 */

/** What the server's own addresses begin with: a path that began so could not be told from them. */
const OWN = ['api', 'assets', 'debug', 'healthz', 'matchmake', 'metrics', 'monitor', 'playground', 'readyz'];
const PAGES = ['practice', 'replay', 't'];
const BASE_PATH = /^(\/[\w~-][\w.~-]*)+$/;

/** What is wrong with a base path that is not empty and has no slash at its end; undefined where nothing is. */
export function problemOfBasePath(path: string): string | undefined {
  if (!BASE_PATH.test(path)) return 'is a path such as /games/greenroom, of letters, digits, ".", "_", "~" and "-"';
  const [, first = ''] = path.split('/');
  if ([...OWN, ...PAGES].includes(first))
    return `begins with a word other than "${first}", which the server's own addresses have`;
  return undefined;
}

/** The server's own address that somebody asks for; `url` may have the base path or not, and a query. */
export function withoutBasePath(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/** The path is one of the server's own, and no page of the client. */
export function isOwnPath(path: string): boolean {
  const [, first = ''] = path.split('/');
  return OWN.includes(first);
}
