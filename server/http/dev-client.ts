/** The browser client in development: compiled on request, and reloaded when its source changes. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { RequestHandler } from 'express';
import type { Plugin } from 'vite';
import type { RebindingGuard } from '../dev/rebinding-guard.ts';
import { CODE, PROJECT } from '../folders.ts';
import { SourceFiles } from '../dev/source-files.ts';
import { viteConfig } from '../dev/vite-config.ts';
import { loadFromBasePath, writeBasePath } from './document.ts';

export interface DevClient {
  readonly handler: RequestHandler;
  close(): Promise<void>;
}

export interface DevClientPlan {
  /** Never shown. */
  readonly dataFolder: string;
  /** Where browsers see the pages. */
  readonly basePath: string;
  /** The address that the server listens on; undefined: all. */
  readonly host: string | undefined;
  readonly allowedHosts: readonly string[];
  /** The port by which pages learn that they should reload; undefined: any free one. */
  readonly reloadPort: number | undefined;
  readonly requestGuard: RebindingGuard;
}

/** @throws Error where the port for reloads is not available */
export async function devClient(plan: DevClientPlan): Promise<DevClient> {
  const { dataFolder, basePath, host, allowedHosts, requestGuard } = plan;
  const { createServer } = await import('vite');
  const config = viteConfig();
  const sources = new SourceFiles(PROJECT, dataFolder, CODE);
  // Reloads have a port of their own: the server's sockets are for games.
  const reloads = createHttpServer((_request, response) => void response.writeHead(426).end());
  const reloadPort = await listen(reloads, plan.reloadPort ?? 0, host);
  const vite = await createServer({
    ...config,
    base: `${basePath}/`,
    appType: 'spa',
    plugins: [
      ...(config.plugins ?? []),
      {
        name: 'base path',
        transformIndexHtml: (document) => loadFromBasePath(writeBasePath(document, basePath), basePath),
      },
      onlySources(sources),
    ],
    server: {
      middlewareMode: true,
      ws: { server: reloads, clientPort: reloadPort },
      // The guards decide what is sent. Vite gets the same rules, in case that something gets past them.
      allowedHosts: [...allowedHosts, ...(host === undefined ? [] : [host])],
      cors: false,
      fs: {
        strict: true,
        allow: [...sources.folders, sources.config],
        deny: ['.*', '**/.git/**', 'greenroom.!(config.ts)', '*.{db,pem,crt,key}'],
      },
    },
    clearScreen: false,
  });
  requestGuard.protectReloads(reloads);
  return {
    // Vite strips the path, and writes it into what it sends.
    handler: (request, response, next) => {
      const { url } = request;
      if (!sources.allowsUrl(url)) return void response.status(404).json({ error: 'there is nothing here' });
      request.url = basePath + url;
      vite.middlewares(request, response, (error?: unknown) => {
        request.url = url;
        next(error);
      });
    },
    async close() {
      await vite.close();
      reloads.closeAllConnections();
      reloads.close();
    },
  };
}

/** However a page asks for it, no other file is read. */
function onlySources(sources: SourceFiles): Plugin {
  return {
    name: 'only sources',
    enforce: 'pre',
    load(id) {
      if (!sources.allowsModule(id)) throw new Error('this file is no source of the client');
    },
  };
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`RELOAD_PORT ${port} cannot be had (${code}): set it to another one.`);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
