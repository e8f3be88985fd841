/** The built browser client. Every address that is a page of it answers with the one document that it has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compression from 'compression';
import { Router, static as serveStatic, type RequestHandler } from 'express';
import { isOwnPath } from './base-path.ts';
import { loadFromBasePath, writeBasePath } from './document.ts';

const NOT_BUILT = 'The browser client is not built: run `npm run build`.\n';

/** @param basePath where the pages are, as browsers see it */
export function clientPages(folder: string, basePath: string): Router {
  const sendDocument: RequestHandler = async (_request, response) => {
    const document = await readDocument(folder);
    if (document === undefined) response.status(503).type('text').send(NOT_BUILT);
    else {
      const placed = loadFromBasePath(writeBasePath(document, basePath), basePath);
      response.set('cache-control', 'no-cache').type('html').send(placed);
    }
  };
  const router = Router();
  router.use(compression());
  // Their names change with what is in them.
  router.use('/assets', serveStatic(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  router.get('/index.html', sendDocument);
  router.use(
    serveStatic(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (response) => void response.set('cache-control', 'no-cache'),
    }),
  );
  router.get('/{*page}', (request, response, next) => {
    if (isPage(request.path)) return sendDocument(request, response, next);
    next();
  });
  return router;
}

/** Undefined where it is not built. */
async function readDocument(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Files have a dot in their name, and the server's own addresses have their first word. */
function isPage(path: string): boolean {
  return !/\.\w+$/.test(path) && !isOwnPath(path);
}
