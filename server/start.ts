/** Starts a server: puts its parts together. */
import { join } from 'node:path';
import { isLoopback } from './address.ts';
import { Admission } from './admission/admission.ts';
import { Backoff } from './admission/backoff.ts';
import { AddressBudgets } from './admission/budgets.ts';
import { ClientAddresses } from './admission/client-address.ts';
import { ServerLoad, processSampler } from './admission/load.ts';
import type { ServerContext } from './colyseus/server-context.ts';
import { RecoveringRooms } from './colyseus/recovering-rooms.ts';
import { matchmaking } from './colyseus/matchmaking.ts';
import { SeatReservations } from './colyseus/seat-reservations.ts';
import { openServer } from './colyseus/open-server.ts';
import { mountPanels } from './colyseus/panels.ts';
import { RebindingGuard } from './dev/rebinding-guard.ts';
import { games as standardGames, type GameEntry } from './games.ts';
import { checkEffects, distinctGames, GameStores, MemoryDataBackend } from '../shared/runtime/host.ts';
import { Host } from './host/host.ts';
import { CODE_MISSES } from './host/limits.ts';
import { processClock } from './host/ticks/process-clock.ts';
import { surviveStrayErrors } from './host/stray-errors.ts';
import { systemClock } from './host/ticks/system-clock.ts';
import { clientPages } from './http/client-pages.ts';
import { devClient } from './http/dev-client.ts';
import { mountHttp } from './http/mount.ts';
import { panelHeaders, securityHeaders } from './http/headers.ts';
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
  readonly games?: readonly GameEntry[];
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

const PROJECT = join(import.meta.dirname, '..');

/**
 * Starts a server.
 *
 * @throws Error where two games have one name, or an effect has no handler; the system's error where the port cannot be had, and JournalProblem where the data folder cannot
 *
 * @example
 * const server = await startServer(readSettings({ PORT: '0' }));
 * console.log(server.port);
 * await server.stop();
 */
export async function startServer(settings: Settings, parts: StartParts = {}): Promise<RunningServer> {
  const { port, host: address, basePath, dataFolder, dataMaxBytes, commitLevel, commitRetryMs } = settings;
  const { development, values, operatorPassword, logLevel } = settings;
  const { checksStates = development } = parts;
  const limitedLog = createLog(logLevel);
  const { log = limitedLog } = parts;
  const games = distinctGames(parts.games ?? standardGames);
  for (const { game, effects } of games) checkEffects(game, effects);
  const journal =
    parts.journal ?? (await SqliteStore.open({ folder: dataFolder, level: commitLevel, maxBytes: dataMaxBytes, log }));
  const metrics = new Metrics(
    () => count(host),
    () => limitedLog.linesLeftOut,
  );
  const suspects = await findSuspects(journal, log);
  const addresses = new ClientAddresses(settings.trustedProxies);
  const origins = new Origins(addresses, settings.allowedOrigins);
  const budgets = new AddressBudgets(settings.playersPerAddress, (resource) => metrics.addressRefused(resource));
  const activity = suspects?.activity;
  const lost = Promise.withResolvers<Error>();
  const host = new Host({
    ...{ clock: systemClock, journal, log, metrics, activity },
    retryMs: commitRetryMs,
    lost: lost.resolve,
    stalled: (ms) => processClock.pause(ms),
  });
  const { busyShare, memoryBytes, playersPerAddress } = settings;
  const load = new ServerLoad({
    ...{ busyShare, memoryBytes },
    rooms: () => host.rooms.values(),
    sample: processSampler(host),
  });
  const context: ServerContext = {
    stores: new GameStores(journal.gameData ?? new MemoryDataBackend()),
    ...{ host, journal, reopened: new Map(), checksStates, values, log, metrics },
    ...{ suspects, activity, recovering: new RecoveringRooms(), addresses, budgets },
    admission: new Admission({ budgets, load, metrics, log, rooms: () => host.rooms.size }),
    guesses: new Backoff({ ...CODE_MISSES, failures: Math.ceil(CODE_MISSES.perPlayer * playersPerAddress) }),
  };
  const endMeasuring = load.start();
  const endWatch = startSupervision({ host, suspects, folder: journal.folder, settings, log });
  // Where the data is, is not for everybody.
  const trouble = (): string | undefined => host.unwritable?.replaceAll(`${dataFolder}/`, '');
  const readiness: Readiness = { ready: false, trouble };
  const requestGuard = development ? new RebindingGuard(settings) : undefined;
  const dev = requestGuard && (await devClient({ ...settings, projectFolder: PROJECT, requestGuard }));
  // What others can open has no pages for operators without a password, in development either.
  const isPrivate = development && isLoopback(address) && settings.allowedHosts.length === 0;
  const client = dev?.handler ?? clientPages(join(PROJECT, 'dist/client'), basePath);
  const endSurvival = surviveStrayErrors(log, metrics);

  const undo = async (): Promise<void> => {
    endMeasuring();
    await host.stop();
    await endWatch();
    await journal.close();
    await dev?.close();
    endSurvival();
    limitedLog.flush();
  };
  try {
    const open = await openServer({
      port,
      host: address,
      basePath,
      games,
      origins,
      setHeaders: securityHeaders(origins, development),
      rebindingGuard: requestGuard,
      context,
      mount: (app) =>
        mountHttp(app, {
          rooms: host.rooms,
          replays: journal,
          addresses,
          budgets,
          metrics,
          readiness,
          standstill: () => host.standstill,
          log,
          development: isPrivate,
          operatorPassword,
          origins,
          client,
          matchmaking: matchmaking(addresses, new SeatReservations(context, games)),
          mountPanels: async (guard) => {
            if (development || operatorPassword !== undefined)
              await mountPanels(app, [guard, panelHeaders(origins)], development);
          },
        }),
    });
    readiness.ready = true;
    if (settings.production) warnOfRoot(log, process.getuid?.());
    return {
      port: open.port,
      host,
      log,
      lost: lost.promise,
      async stop() {
        readiness.ready = false;
        // From here on nothing enters a match, so what clients see last is what the next process takes up.
        await host.stop();
        await open.close();
        await undo();
      },
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

async function findSuspects(journal: JournalStore, log: Log): Promise<Suspects | undefined> {
  try {
    return journal.folder === undefined ? undefined : await Suspects.open(journal.folder, journal, log);
  } catch (error) {
    await journal.close();
    throw error;
  }
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
