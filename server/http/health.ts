/** Whether the process lives, whether it takes new players, and how it does. */
import { Router, type RequestHandler } from 'express';
import type { Metrics } from '../metrics.ts';

export interface Readiness {
  /** False before the port is open, and from the moment the server begins to close. */
  ready: boolean;
  /** Why the journal cannot be written now; undefined: it can. */
  readonly trouble?: () => string | undefined;
}

/** @param standstill why rooms stand still; undefined where none does */
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
    const trouble = readiness.ready ? readiness.trouble?.() : undefined;
    const isReady = readiness.ready && trouble === undefined;
    const text = isReady ? 'ready' : trouble === undefined ? 'not ready' : `not ready: ${trouble}`;
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .send(`${text}\n`);
  });
  return router;
}

/** How the process does, for Prometheus. */
export function sendMetrics({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}
