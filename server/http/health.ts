/** Health and metrics: whether the process lives, and whether it takes new players. */
import { Router, type RequestHandler, type Response } from 'express';
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
    answer(response, why === undefined, why === undefined ? 'alive' : `rooms stand still: ${why}`);
  });
  router.get('/readyz', (_request, response) => {
    const trouble = readiness.ready ? readiness.trouble() : undefined;
    const isReady = readiness.ready && trouble === undefined;
    answer(response, isReady, isReady ? 'ready' : trouble === undefined ? 'not ready' : `not ready: ${trouble}`);
  });
  return router;
}

function answer(response: Response, isWell: boolean, line: string): void {
  const status = isWell ? 200 : 503;
  response.status(status).type('text').send(`${line}\n`);
}

/** Metrics for Prometheus. */
export function sendMetrics({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}
