/** The browser client in development: compiled on request, and reloaded when its source changes. */
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { freePort } from '../free-port.ts';
import { writeBasePath } from './document.ts';

export interface DevClient {
  readonly handler: RequestHandler;
  close(): Promise<void>;
}

/**
 * @param basePath where the pages are, as browsers see it
 * @param reloadPort where pages hear that they should reload; undefined: at any free port
 */
export async function devClient(
  projectFolder: string,
  basePath: string,
  reloadPort: number | undefined,
): Promise<DevClient> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: join(projectFolder, 'vite.config.ts'),
    base: `${basePath}/`,
    appType: 'spa',
    plugins: [{ name: 'base path', transformIndexHtml: (document) => writeBasePath(document, basePath) }],
    // The page reloads over a port of its own: all sockets of this one are games'.
    server: { middlewareMode: true, hmr: { port: reloadPort ?? (await freePort()) } },
    logLevel: 'warn',
    clearScreen: false,
  });
  return {
    // Vite takes the path off itself, and writes it into all that it sends.
    handler: (request, response, next) => {
      const { url } = request;
      request.url = basePath + url;
      vite.middlewares(request, response, (error?: unknown) => {
        request.url = url;
        next(error);
      });
    },
    close: () => vite.close(),
  };
}
