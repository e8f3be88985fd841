/** The browser client in development: compiled on request, and reloaded when its source changes. */
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { freePort } from '../free-port.ts';

export interface DevClient {
  readonly handler: RequestHandler;
  close(): Promise<void>;
}

/** @param reloadPort where pages hear that they should reload; undefined: at any free port */
export async function devClient(projectFolder: string, reloadPort: number | undefined): Promise<DevClient> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: join(projectFolder, 'vite.config.ts'),
    appType: 'spa',
    // The page reloads over a port of its own: all sockets of this one are games'.
    server: { middlewareMode: true, hmr: { port: reloadPort ?? (await freePort()) } },
    logLevel: 'warn',
    clearScreen: false,
  });
  return { handler: vite.middlewares, close: () => vite.close() };
}
