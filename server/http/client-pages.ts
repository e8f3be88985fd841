/** The built browser client. Every address that is a page of it answers with the one document that it has. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import { Router, static as serveStatic } from 'express';

const NOT_BUILT = 'The browser client is not built: run `npm run build`.\n';

export function clientPages(folder: string): Router {
  const router = Router();
  router.use(compression());
  // Their names change with what is in them.
  router.use('/assets', serveStatic(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  router.use(
    serveStatic(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (response) => void response.set('cache-control', 'no-cache'),
    }),
  );
  router.get('/{*page}', (request, response, next) => {
    if (!isPage(request.path)) {
      next();
    } else if (existsSync(join(folder, 'index.html'))) {
      response.sendFile('index.html', { root: folder, cacheControl: false, headers: { 'cache-control': 'no-cache' } });
    } else {
      response.status(503).type('text').send(NOT_BUILT);
    }
  });
  return router;
}

/** Files have a dot in their name, and the server's own addresses have their first word. */
function isPage(path: string): boolean {
  return !/\.\w+$/.test(path) && !/^\/(api|assets|debug|matchmake|metrics|monitor|playground)(\/|$)/.test(path);
}
