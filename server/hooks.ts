/** What the author of an app adds to its server. */
import { resolve } from 'node:path';
import type { AuthHook } from './admission/accounts.ts';
import { authorRoutes, type AddRoutes } from './http/author-routes.ts';
import type { HttpParts } from './http/mount.ts';
import type { Origins } from './http/origins.ts';
import { staticPages } from './http/static-pages.ts';

export interface ServerHooks {
  /** Tells who a client is, before it gets a seat and whenever it comes back; without it everybody is a guest. */
  readonly auth?: AuthHook;
  /**
   * Adds HTTP routes below `routesPath`. Requests get there within the server's limits and with its headers; an error is a 500 that says nothing of it.
   *
   * @example
   * routes: (router) => void router.get('/top', (_request, response) => void response.json(top()))
   */
  readonly routes?: AddRoutes;
  /** The path of `routes`, below the base path; `/app` unless given. It begins with none of the server's own words. */
  readonly routesPath?: string;
  /** A folder of files that are served beside, and in place of, the pages of the lobby. They are kept in memory. */
  readonly pages?: string;
}

const ROUTES_PATH = '/app';

/**
 * What hooks add to the HTTP application.
 *
 * @throws BadSetting for a path of the server's own, Error where the folder of pages cannot be read
 */
export async function openHooks(
  { routes, routesPath = ROUTES_PATH, pages }: ServerHooks,
  origins: Origins,
  development: boolean,
): Promise<Pick<HttpParts, 'routes' | 'pages'>> {
  return {
    routes: routes && (await authorRoutes(routes, routesPath, origins)),
    pages: pages === undefined ? undefined : await staticPages(resolve(pages), development),
  };
}
