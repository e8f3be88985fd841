/** Serves the games of an app: what `npm start` does, for programs that start a server themselves. */
import type { App } from '../shared/app.ts';
import { addressOf } from './address.ts';
import { loadGames } from './games.ts';
import type { ServerHooks } from './hooks.ts';
import { BadSetting, readSettings, type Settings } from './settings.ts';
import { startServer, type RunningServer } from './start.ts';
import { problemOfBasePath } from './http/base-path.ts';

/** How an app is served. */
export interface ServeOptions extends ServerHooks {
  /**
   * What an operator may set; what the environment says unless given.
   *
   * @example
   * serve(app, { settings: readSettings({ ...process.env, PORT: '3000' }) });
   */
  readonly settings?: Settings;
  /** The path below which a proxy shows everything, such as `/games/greenroom`; that of the settings unless given. */
  readonly basePath?: string;
}

/** A server that is open. */
export interface ServedApp {
  /** The port that it listens on. */
  readonly port: number;
  /** Its URL for a browser, with the base path. */
  readonly address: string;
  /** Its log: a line of JSON for each message. */
  readonly log: RunningServer['log'];
  /**
   * Resolves with the reason when the journal could not be written for `COMMIT_RETRY_SECONDS`. Nothing ticks any more then: stop
   * the server, and end the process with an error.
   */
  readonly lost: Promise<Error>;
  /** Lets clients go in a way that lets them come back, and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts a server for the games of an app.
 *
 * @throws {@link BadSetting} where a setting is wrong, {@link JournalProblem} where the data folder cannot be had, the system's error where
 * the port cannot, and Error where two games have one name, or the list has another name than the game
 *
 * @example
 * const server = await serve(app, { settings: readSettings({ PORT: '0' }) });
 * console.log(server.address);
 * await server.stop();
 */
export async function serve(app: App, options: ServeOptions = {}): Promise<ServedApp> {
  const { settings: given, basePath, ...hooks } = options;
  const settings = withBasePath(given ?? readSettings(process.env), basePath);
  const { port, log, lost, stop } = await startServer(settings, { games: await loadGames(app.games), hooks });
  return { port, address: addressOf(settings.host, port, settings.basePath), log, lost, stop };
}

/** @throws BadSetting */
function withBasePath(settings: Settings, basePath: string | undefined): Settings {
  if (basePath === undefined) return settings;
  const problem = basePath === '' ? undefined : problemOfBasePath(basePath);
  if (problem !== undefined) throw new BadSetting(`basePath ${problem} (it is "${basePath}")`);
  return { ...settings, basePath };
}
