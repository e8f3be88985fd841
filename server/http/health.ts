/** Whether the process lives, whether it takes new players, and how it does. */
import { Router } from 'express';
import type { Metrics } from '../metrics.ts';

export interface Readiness {
  /** False before the port is open, and from the moment the server begins to close. */
  ready: boolean;
}

/** @param standstill why rooms stand still; undefined where none does */
export function healthPages(metrics: Metrics, readiness: Readiness, standstill: () => string | undefined): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    const why = standstill();
    response
      .status(why === undefined ? 200 : 503)
      .type('text')
      .send(why === undefined ? 'alive\n' : `rooms stand still: ${why}\n`);
  });
  router.get('/readyz', (_request, response) => {
    const { ready } = readiness;
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}
