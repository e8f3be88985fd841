/** The HTTP application. */
import type { Application, ErrorRequestHandler, RequestHandler, Router } from 'express';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { debugPages } from './debug.ts';
import { healthPages, type Readiness } from './health.ts';
import { tellFate, type EndedMatches } from './matches.ts';
import { operatorOnly } from './operator.ts';
import { sendReplay, type Replays } from './replays.ts';
import { listRooms } from './rooms.ts';

export interface HttpParts {
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  readonly replays: Replays & EndedMatches;
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Why rooms stand still; undefined where none does. */
  readonly standstill: () => string | undefined;
  readonly log: Log;
  readonly development: boolean;
  readonly operatorPassword: string | undefined;
  /** Promises seats. */
  readonly matchmaking: Router;
  /** The pages that players see. */
  readonly client: RequestHandler;
  /** Mounts further pages for operators, behind `guard`. */
  readonly mountPanels: (guard: RequestHandler) => Promise<void>;
}

export async function mountHttp(app: Application, parts: HttpParts): Promise<void> {
  const { rooms, replays, metrics, readiness, standstill, log, development, operatorPassword } = parts;
  const { matchmaking, client, mountPanels, addresses, budgets } = parts;
  const guard = operatorOnly(operatorPassword, development);
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set('x-content-type-options', 'nosniff');
    next();
  });
  app.use(healthPages(metrics, readiness, standstill));
  app.use('/matchmake', readableAnywhere, preflight);
  app.use(matchmaking);
  app.use('/api', readableAnywhere);
  app.get('/api/rooms', listRooms(rooms, log));
  app.get('/api/replays/:matchId', sendReplay({ replays, addresses, budgets }));
  app.get('/api/matches/:matchId', tellFate(rooms, replays));
  app.use('/debug', guard, debugPages(rooms));
  await mountPanels(guard);
  app.use(readableAnywhere, client);
  app.use((_request, response) => void response.status(404).json({ error: 'there is nothing here' }));
  app.use(lastResort(log));
}

/** A page in a sandboxed frame is of no origin, so its own scripts are another's. What everybody may see has no secrets. */
const readableAnywhere: RequestHandler = (_request, response, next) => {
  response.set('access-control-allow-origin', '*');
  next();
};

/** A browser asks before it sends JSON to another origin. */
const preflight: RequestHandler = (request, response, next) => {
  if (request.method !== 'OPTIONS') return next();
  response.set({ 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' });
  response.status(204).end();
};

/** Express would send the stack to the client. */
function lastResort(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ path: request.path, err: error }, 'request failed');
    if (response.headersSent) next(error);
    else response.status(status).json({ error: status === 404 ? 'there is nothing here' : 'the request failed' });
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}
