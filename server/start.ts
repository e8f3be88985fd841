/** Starts a server: puts its parts together. */
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { isLoopback } from './address.ts';
import { Accounts } from './admission/accounts.ts';
import { Admission } from './admission/admission.ts';
import { Backoff } from './admission/backoff.ts';
import { AddressBudgets } from './admission/budgets.ts';
import { ClientAddresses } from './admission/client-address.ts';
import { ServerLoad, processSampler } from './admission/load.ts';
import type { ServerContext } from './colyseus/server-context.ts';
import { RecoveringRooms } from './colyseus/recovering-rooms.ts';
import { matchmaking } from './colyseus/matchmaking.ts';
import { SeatReservations } from './colyseus/seat-reservations.ts';
import { openServer, type ServerPlan } from './colyseus/open-server.ts';
import { mountPanels } from './colyseus/panels.ts';
import { RebindingGuard } from './dev/rebinding-guard.ts';
import type { GameEntry } from './games.ts';
import { checkEffects, distinctGames, GameStores, MemoryDataBackend } from '../shared/runtime/host.ts';
import { openHooks, type ServerHooks } from './hooks.ts';
import { Host } from './host/host.ts';
import { CODE_MISSES } from './host/limits.ts';
import { processClock } from './host/ticks/process-clock.ts';
import { PROJECT } from './folders.ts';
import { OpenedParts } from './opened-parts.ts';
import { surviveStrayErrors } from './host/stray-errors.ts';
import { systemClock } from './host/ticks/system-clock.ts';
import { clientPages } from './http/client-pages.ts';
import { devClient } from './http/dev-client.ts';
import { mountHttp, type HttpParts } from './http/mount.ts';
import { panelHeaders } from './http/headers.ts';
import type { Readiness } from './http/health.ts';
import { Origins } from './http/origins.ts';
import { SqliteStore } from './journal/sqlite-store.ts';
import type { JournalStore } from './journal/store.ts';
import { Suspects } from './liveness/suspects.ts';
import { startSupervision } from './liveness/supervision.ts';
import { createLog, type Log } from './log.ts';
import { Metrics, type Census } from './metrics.ts';
import type { Settings } from './settings.ts';
import { warnOfRoot } from './warn-of-root.ts';

export interface StartParts {
  readonly hooks?: ServerHooks;
  readonly games: readonly GameEntry[];
  /** Closed when the server stops; in the data folder unless given. */
  readonly journal?: JournalStore;
  readonly log?: Log;
  /** What clients decode is compared with the state after every patch, and a difference fails the room; so it is in development. */
  readonly checksStates?: boolean;
}

export interface RunningServer {
  readonly port: number;
  readonly host: Host;
  readonly log: Log;
  /**
   * Resolves with the reason when the journal could not be written for `COMMIT_RETRY_SECONDS`: all clients were let go in a
   * way that lets them come back, and nothing ticks any more. Stop the server then, and end the process with an error.
   */
  readonly lost: Promise<Error>;
  /** Lets clients go in a way that lets them come back, and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws Error where two games have one name, or an effect has no handler; the system's error where the port cannot be had, and JournalProblem where the data folder cannot
 *
 * @example
 * const server = await startServer(readSettings({ PORT: '0' }), { games: await loadGames(app.games) });
 * console.log(server.port);
 * await server.stop();
 */
export async function startServer(settings: Settings, parts: StartParts): Promise<RunningServer> {
  const { dataFolder, dataMaxBytes, commitLevel, development } = settings;
  // What is undone, last to first, when the server stops, or now if it cannot start.
  await using opened = new OpenedParts();
  const limitedLog = createLog(settings.logLevel);
  opened.defer(() => limitedLog.flush());
  const { log = limitedLog, checksStates = development, hooks = {} } = parts;
  const games = distinctGames(parts.games);
  for (const { game, effects } of games) checkEffects(game, effects);
  const metrics = new Metrics(
    () => count(host),
    () => limitedLog.linesLeftOut,
  );
  opened.defer(surviveStrayErrors(log, metrics));

  const journal =
    parts.journal ?? (await SqliteStore.open({ folder: dataFolder, level: commitLevel, maxBytes: dataMaxBytes, log }));
  opened.defer(() => journal.close());
  const { folder } = journal;
  const suspects = folder === undefined ? undefined : await Suspects.open(folder, journal, log);

  const lost = Promise.withResolvers<Error>();
  const host = new Host({
    ...{ clock: systemClock, journal, log, metrics, activity: suspects?.activity },
    retryMs: settings.commitRetryMs,
    lost: lost.resolve,
    stalled: (ms) => processClock.pause(ms),
  });
  opened.defer(startSupervision({ host, suspects, folder, settings, log }));
  opened.defer(() => host.stop());
  const load = loadOf(host, settings);
  opened.defer(load.start());
  const context = contextOfRooms(settings, { host, journal, suspects, load, log, metrics, checksStates, hooks });

  const rebindingGuard = development ? new RebindingGuard(settings) : undefined;
  const client = await openClient(settings, rebindingGuard, opened);
  const origins = new Origins(context.addresses, settings.allowedOrigins);
  const readiness: Readiness = {
    ready: false,
    // Where the data is, is not for everybody.
    trouble: () => host.unwritable?.replaceAll(`${dataFolder}/`, ''),
  };
  const added = await openHooks(hooks, origins, development);
  const mount = httpApplication(settings, { context, games, origins, client, readiness, ...added });
  // Recovers the rooms of the journal before it listens.
  const { port, close } = await openServer({ settings, context, games, origins, rebindingGuard, mount });
  opened.defer(close);
  // From here on nothing enters a match, so what clients see last is what the next process takes up.
  opened.defer(() => host.stop());
  opened.defer(() => void (readiness.ready = false));
  readiness.ready = true;
  if (settings.production) warnOfRoot(log, process.getuid?.());

  const running = opened.move();
  return { port, host, log, lost: lost.promise, stop: () => running[Symbol.asyncDispose]() };
}

function loadOf(host: Host, { busyShare, memoryBytes }: Settings): ServerLoad {
  return new ServerLoad({
    ...{ busyShare, memoryBytes },
    rooms: () => host.rooms.values(),
    sample: processSampler(host),
  });
}

interface ContextParts extends Pick<
  ServerContext,
  'host' | 'journal' | 'suspects' | 'log' | 'metrics' | 'checksStates'
> {
  readonly load: ServerLoad;
  readonly hooks: ServerHooks;
}

function contextOfRooms(settings: Settings, { load, hooks, ...parts }: ContextParts): ServerContext {
  const { playersPerAddress, trustedProxies, values } = settings;
  const { host, suspects, log, metrics } = parts;
  const budgets = new AddressBudgets(playersPerAddress, (resource) => metrics.addressRefused(resource));
  return {
    ...{ ...parts, values, budgets, activity: suspects?.activity },
    stores: new GameStores(parts.journal.gameData ?? new MemoryDataBackend()),
    reopened: new Map(),
    recovering: new RecoveringRooms(),
    accounts: new Accounts(hooks.auth, log),
    addresses: new ClientAddresses(trustedProxies),
    admission: new Admission({ budgets, load, metrics, log, rooms: () => host.rooms.size }),
    guesses: new Backoff({ ...CODE_MISSES, failures: Math.ceil(CODE_MISSES.perPlayer * playersPerAddress) }),
  };
}

/** The pages of players: what was built, or in development what their source is now. */
async function openClient(
  settings: Settings,
  requestGuard: RebindingGuard | undefined,
  opened: OpenedParts,
): Promise<RequestHandler> {
  if (requestGuard === undefined) return clientPages(join(PROJECT, 'dist/client'), settings.basePath);
  const client = await devClient({ ...settings, requestGuard });
  opened.defer(() => client.close());
  return client.handler;
}

interface ApplicationParts extends Pick<HttpParts, 'origins' | 'client' | 'readiness' | 'routes' | 'pages'> {
  readonly context: ServerContext;
  readonly games: readonly GameEntry[];
}

function httpApplication(settings: Settings, parts: ApplicationParts): ServerPlan['mount'] {
  const { development, operatorPassword } = settings;
  const { context, games, origins } = parts;
  const { host, journal } = context;
  return (app) =>
    mountHttp(app, {
      ...{ ...context, ...parts, operatorPassword },
      rooms: host.rooms,
      replays: journal,
      standstill: () => host.standstill,
      // What others can open has no pages for operators without a password, in development either.
      development: development && isLoopback(settings.host) && settings.allowedHosts.length === 0,
      matchmaking: matchmaking(context.addresses, context.accounts, new SeatReservations(context, games)),
      mountPanels: async (guard) => {
        if (development || operatorPassword !== undefined)
          await mountPanels(app, [guard, panelHeaders(origins)], development);
      },
    });
}

function count({ rooms }: Host): Census {
  const census: Census = { rooms: rooms.size, humans: 0, bots: 0, watchers: 0, liveTasks: 0 };
  for (const { match } of rooms.values()) {
    for (const { bot } of match.players) census[bot ? 'bots' : 'humans']++;
    census.watchers += match.spectators.size;
    census.liveTasks += match.liveTasks;
  }
  return census;
}
