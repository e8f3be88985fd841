/** Opens Colyseus on one port: sockets, matchmaking, and the HTTP application beside them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { LocalDriver, LocalPresence, matchMaker, RegisteredHandler, Server } from '@colyseus/core';
import type { Application } from 'express';
import { AddressTraffic } from '../admission/traffic.ts';
import type { RebindingGuard } from '../dev/rebinding-guard.ts';
import type { GameEntry } from '../games.ts';
import { watchForProxies } from '../admission/untrusted-proxy.ts';
import { processClock } from '../host/ticks/process-clock.ts';
import { Connections, serverOptions } from '../http/connections.ts';
import { securityHeaders } from '../http/headers.ts';
import { limitConnections, logPortErrors } from '../http/open-files.ts';
import type { Origins } from '../http/origins.ts';
import type { Settings } from '../settings.ts';
import { recoverRooms, type PendingRecovery } from './recover-rooms.ts';
import { GameRoom, gameRoomClass } from './room/game-room.ts';
import type { ServerContext } from './server-context.ts';
import { guardRequests } from './request-guard.ts';
import { colyseusLogger } from './logging.ts';
import { refuseProcessAgent } from './process-agent.ts';
import { GameTransport } from './transport.ts';

export interface OpenServer {
  readonly port: number;
  /** Closes every room so that clients retry, then the port. */
  close(): Promise<void>;
}

export interface ServerPlan {
  readonly settings: Pick<Settings, 'port' | 'host' | 'basePath' | 'development'>;
  readonly context: ServerContext;
  readonly games: readonly GameEntry[];
  /** Which pages may open sockets. */
  readonly origins: Origins;
  /** In development: sees every request first. */
  readonly rebindingGuard: RebindingGuard | undefined;
  /** Builds the HTTP application. */
  readonly mount: (app: Application) => Promise<void>;
}

/** How long clients may take to read their last frames. */
const DRAIN_MS = 1_000;

/** @throws the system's error where the port is not available */
export async function openServer(plan: ServerPlan): Promise<OpenServer> {
  const { context, games, origins, rebindingGuard: requestGuard, mount } = plan;
  const { port, host, basePath, development } = plan.settings;
  const { addresses, budgets, recovering, log } = context;
  const http = createServer(serverOptions());
  limitConnections(http, log);
  const connections = new Connections(http, { addresses, budgets });
  let after: PendingRecovery | undefined;
  const admitProcessAgent = refuseProcessAgent();
  const transport = new GameTransport(http, {
    ...context,
    traffic: new AddressTraffic(context.budgets.players),
    prepare: async () => {
      after = await recoverRooms(context, games);
    },
  });
  const server = new Server({
    transport,
    presence: new LocalPresence(),
    driver: new LocalDriver(),
    logger: colyseusLogger(context.log),
    express: mount,
    greet: false,
    // The process itself decides when it ends.
    gracefullyShutdown: false,
  });
  for (const entry of games) {
    const handler = new RegisteredHandler(gameRoomClass(context, entry));
    handler.name = entry.game.name;
    matchMaker.addRoomType(handler);
  }

  // The transport only prints an error of the port, and Colyseus's promise never settles then.
  http.removeAllListeners('error');
  const broken = once(http, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([server.listen(port, host), broken]);
  logPortErrors(http, log);
  const look = watchForProxies(addresses, log);
  const app = transport.getExpressApp();
  const setHeaders = securityHeaders(origins, development);
  guardRequests(http, { app, basePath, recovering, connections, addresses, budgets, origins, setHeaders, look });
  requestGuard?.protect(http);
  const endWatch = processClock.start();
  const endCare = processClock.onStall((ms) => {
    context.log.warn({ ms: Math.round(ms) }, 'process stalled');
    for (const code of context.host.rooms.keys()) {
      const room = matchMaker.getLocalRoomById(code);
      if (room instanceof GameRoom) room.extendReservations();
    }
  });
  after?.resume();
  const bringing = after?.recoverSuspects().catch((error: unknown) => {
    context.log.error({ err: error }, 'recovery of suspects failed: they are recovered at the next start');
    context.recovering.close();
  });
  const address = http.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      context.recovering.close();
      await bringing;
      await server.gracefullyShutdown(false);
      await transport.drain(DRAIN_MS);
      http.closeAllConnections();
      for (const { game } of games) matchMaker.removeRoomType(game.name);
      endCare();
      endWatch();
      admitProcessAgent();
    },
  };
}
