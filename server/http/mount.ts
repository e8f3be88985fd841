/** The HTTP application. */
import type { Application, ErrorRequestHandler, RequestHandler, Router } from 'express';
import type { AddressBudgets } from '../admission/budgets.ts';
import type { ClientAddresses } from '../admission/client-address.ts';
import type { LiveRoom } from '../host/live-room.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { AuthorRoutes } from './author-routes.ts';
import { isOwnPath } from './base-path.ts';
import { debugPages } from './debug.ts';
import { healthPages, sendMetrics, type Readiness } from './health.ts';
import { sendFate, type EndedMatches } from './matches.ts';
import { onlyJson, onlyMethods } from './methods.ts';
import { operatorOnly } from './operator.ts';
import { allowedOrigins, shareWithListed, type Origins } from './origins.ts';
import { sendReplay, type Replays } from './replays.ts';
import { listRooms } from './rooms.ts';

export interface HttpParts {
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  readonly replays: Replays & EndedMatches;
  /** Tells the client address of a request. */
  readonly addresses: ClientAddresses;
  readonly budgets: AddressBudgets;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Why rooms do not tick; undefined: they do. */
  readonly standstill: () => string | undefined;
  readonly log: Log;
  readonly development: boolean;
  readonly operatorPassword: string | undefined;
  /** Which pages may use the server. */
  readonly origins: Origins;
  /** Reserves seats. */
  readonly matchmaking: Router;
  /** Of the app's author. */
  readonly routes?: AuthorRoutes | undefined;
  /** Files of the app's author. */
  readonly pages?: RequestHandler | undefined;
  /** The pages of players. */
  readonly client: RequestHandler;
  /** Mounts further pages for operators, behind `guard`. */
  readonly mountPanels: (guard: RequestHandler) => Promise<void>;
}

export async function mountHttp(app: Application, parts: HttpParts): Promise<void> {
  const { rooms, replays, metrics, readiness, standstill, log, development, operatorPassword } = parts;
  const { addresses, budgets, origins, matchmaking, routes, pages, client, mountPanels } = parts;
  const guard = operatorOnly({ operatorPassword, development, addresses, log, metrics });
  app.disable('x-powered-by');
  app.use(healthPages(readiness, standstill));
  app.use('/matchmake', onlyMethods('POST', 'OPTIONS'), allowedOrigins(origins, 'POST', 'OPTIONS'), onlyJson);
  app.use(matchmaking);
  // A browser that remembers the password sends it with requests of other pages, too.
  app.use(['/metrics', '/debug', '/monitor', '/playground'], allowedOrigins(origins, 'GET', 'HEAD'));
  app.use('/metrics', guard, onlyMethods('GET', 'HEAD'), sendMetrics(metrics));
  app.use('/debug', guard, debugPages(rooms));
  await mountPanels(guard);
  app.use('/api', onlyMethods('GET', 'HEAD', 'OPTIONS'), allowedOrigins(origins, 'GET', 'HEAD', 'OPTIONS'));
  app.get('/api/rooms', listRooms(rooms, log));
  app.get('/api/replays/:matchId', sendReplay({ replays, addresses, budgets }));
  app.get('/api/matches/:matchId', sendFate(rooms, replays));
  if (routes !== undefined) app.use(routes.path, ...routes.handlers);
  app.use(onlyMethods('GET', 'HEAD'));
  app.use(shareWithListed(origins));
  if (pages !== undefined) app.use(unlessOwnPath(pages));
  app.use(client);
  // Both may have built files.
  if (pages !== undefined) app.use(filesIn('/assets/', pages));
  app.use((_request, response) => void response.status(404).json({ error: 'there is nothing here' }));
  app.use(lastResort(log));
}

/** The server's own paths are never those of the author, also where it has nothing there. */
function unlessOwnPath(pages: RequestHandler): RequestHandler {
  return (request, response, next) => (isOwnPath(request.path.toLowerCase()) ? next() : pages(request, response, next));
}

function filesIn(start: string, pages: RequestHandler): RequestHandler {
  return (request, response, next) => (request.path.startsWith(start) ? pages(request, response, next) : next());
}

/** Express would send the stack to the client. */
function lastResort(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ path: request.path, err: error }, 'request failed');
    // The client notices that the response is incomplete.
    if (response.headersSent) response.destroy();
    else response.status(status).json({ error: status === 404 ? 'there is nothing here' : 'the request failed' });
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}
