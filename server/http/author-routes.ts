/** The HTTP routes of an app's author, below one path. */
import { Router, type RequestHandler } from 'express';
import { BadSetting } from '../settings.ts';
import { problemOfBasePath } from './base-path.ts';
import { allowedOrigins, type Origins } from './origins.ts';

/** Adds the routes; it may be asynchronous. */
export type AddRoutes = (router: Router) => void | Promise<void>;

export interface AuthorRoutes {
  /** All of them are below it. */
  readonly path: string;
  readonly handlers: readonly RequestHandler[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Builds the routes. They are for pages of the same origins as the API.
 *
 * @param path begins with none of the server's own words
 * @throws BadSetting where it does
 */
export async function authorRoutes(add: AddRoutes, path: string, origins: Origins): Promise<AuthorRoutes> {
  // Express does not tell them apart by case.
  const problem = problemOfBasePath(path.toLowerCase());
  if (problem !== undefined) throw new BadSetting(`routesPath ${problem} (it is "${path}")`);
  const router = Router();
  await add(router);
  const nothing: RequestHandler = (_request, response) =>
    void response.status(404).json({ error: 'there is nothing here' });
  return { path, handlers: [allowedOrigins(origins, ...METHODS), router, nothing] };
}
