/** Health and metrics: whether the process lives, and whether it takes new players. */
import { Router, type RequestHandler } from 'express';
import type { Metrics } from '../metrics.ts';

export interface Readiness {
  /** False before the port is open, and once the server is closing. */
  ready: boolean;
  /** Why the journal cannot be written; undefined: it can. */
  readonly trouble: () => string | undefined;
}

/** @param standstill why rooms do not tick; undefined: they do */
export function healthPages(readiness: Readiness, standstill: () => string | undefined): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    const why = standstill();
    response
      .status(why === undefined ? 200 : 503)
      .type('text')
      .send(why === undefined ? 'alive\n' : `rooms stand still: ${why}\n`);
  });
  router.get('/readyz', (_request, response) => {
    const trouble = readiness.ready ? readiness.trouble() : undefined;
    const isReady = readiness.ready && trouble === undefined;
    const text = isReady ? 'ready' : trouble === undefined ? 'not ready' : `not ready: ${trouble}`;
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .send(`${text}\n`);
  });
  return router;
}

/** Metrics for Prometheus. */
export function sendMetrics({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}
