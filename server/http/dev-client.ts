/** The browser client in development: compiled on request, and reloaded when its source changes. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Plugin } from 'vite';
import type { RebindingGuard } from '../dev/rebinding-guard.ts';
import { SourceFiles } from '../dev/source-files.ts';
import { writeBasePath } from './document.ts';

export interface DevClient {
  readonly handler: RequestHandler;
  close(): Promise<void>;
}

export interface DevClientPlan {
  readonly projectFolder: string;
  /** Never shown. */
  readonly dataFolder: string;
  /** Where the pages are, as browsers see it. */
  readonly basePath: string;
  /** What the server listens on; undefined: on all addresses. */
  readonly host: string | undefined;
  readonly allowedHosts: readonly string[];
  /** Where pages hear that they should reload; undefined: at any free port. */
  readonly reloadPort: number | undefined;
  readonly requestGuard: RebindingGuard;
}

/** @throws Error where the port for reloads cannot be had */
export async function devClient(plan: DevClientPlan): Promise<DevClient> {
  const { projectFolder, dataFolder, basePath, host, allowedHosts, requestGuard } = plan;
  const { createServer } = await import('vite');
  const sources = new SourceFiles(projectFolder, dataFolder);
  // The page reloads over a port of its own: all sockets of the server's are games'.
  const reloads = createHttpServer((_request, response) => void response.writeHead(426).end());
  const reloadPort = await listen(reloads, plan.reloadPort ?? 0, host);
  const vite = await createServer({
    configFile: join(projectFolder, 'vite.config.ts'),
    base: `${basePath}/`,
    appType: 'spa',
    plugins: [
      { name: 'base path', transformIndexHtml: (document) => writeBasePath(document, basePath) },
      onlySources(sources),
    ],
    server: {
      middlewareMode: true,
      ws: { server: reloads, clientPort: reloadPort },
      // The guards say what is answered. Vite is told the same, in case that something gets past them.
      allowedHosts: [...allowedHosts, ...(host === undefined ? [] : [host])],
      cors: false,
      fs: {
        strict: true,
        allow: [...sources.folders, sources.config],
        deny: ['.*', '**/.git/**', 'greenroom.!(config.ts)', '*.{db,pem,crt,key}'],
      },
    },
    logLevel: 'warn',
    clearScreen: false,
  });
  requestGuard.protectReloads(reloads);
  return {
    // Vite takes the path off itself, and writes it into all that it sends.
    handler: (request, response, next) => {
      const { url } = request;
      if (!sources.allowsUrl(url)) {
        response.status(404).json({ error: 'there is nothing here' });
        return;
      }
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

/** Whatever a page asks for, and however: nothing else is read for it. */
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
