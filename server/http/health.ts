/** Whether the process lives, whether it takes new players, and how it does. */
import { Router } from 'express';
import type { Metrics } from '../metrics.ts';

export interface Readiness {
  /** False before the port is open, and from the moment the server begins to close. */
  ready: boolean;
  /** Why the journal cannot be written now; undefined: it can. */
  readonly trouble?: () => string | undefined;
}

export function healthPages(metrics: Metrics, readiness: Readiness): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.type('text').send('alive\n'));
  router.get('/readyz', (_request, response) => {
    const trouble = readiness.ready ? readiness.trouble?.() : undefined;
    const isReady = readiness.ready && trouble === undefined;
    const text = isReady ? 'ready' : trouble === undefined ? 'not ready' : `not ready: ${trouble}`;
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .send(`${text}\n`);
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}
