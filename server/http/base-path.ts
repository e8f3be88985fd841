/**
 * The path below which a proxy shows the server: pages, API, matchmaking, sockets, health. Some proxies pass it on and some strip it, so URLs are
 * accepted with the path and without it.
 */

/** The first words of the server's own paths: a base path that begins with one would be ambiguous. */
const OWN = ['api', 'assets', 'debug', 'healthz', 'matchmake', 'metrics', 'monitor', 'playground', 'readyz'];
const PAGES = ['practice', 'replay', 't'];
const BASE_PATH = /^(\/[\w~-][\w.~-]*)+$/;

/** What is wrong with a base path; undefined: nothing. It is not empty, and has no slash at its end. */
export function problemOfBasePath(path: string): string | undefined {
  if (!BASE_PATH.test(path)) return 'is a path such as /games/greenroom, of letters, digits, ".", "_", "~" and "-"';
  const [, first = ''] = path.split('/');
  if ([...OWN, ...PAGES].includes(first))
    return `begins with a word other than "${first}", which the server's own addresses have`;
  return undefined;
}

/** The server's own path of a URL, which may have the base path, and a query. */
export function withoutBasePath(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/** The path is one of the server's own, not a page of the client. */
export function isOwnPath(path: string): boolean {
  const [, first = ''] = path.split('/');
  return OWN.includes(first);
}
