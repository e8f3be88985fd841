/** An app of a test's games, served as an author's program does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ColyseusSDK } from '@colyseus/sdk';
import { onTestFinished } from 'vitest';
import type { AppGame } from '../../shared/app.ts';
import { serve, type ServedApp, type ServeOptions } from '../../server/serve.ts';
import { readSettings, type Settings } from '../../server/settings.ts';
import type { Game } from '../../shared/runtime/index.ts';

export interface AppUnderTest {
  readonly server: ServedApp;
  readonly sdk: ColyseusSDK;
  /** Where its journals are. */
  readonly folder: string;
}

/** Settings of a server on a free port, with a data folder that is removed when the test is finished. */
export async function settingsUnderTest(environment: Readonly<Record<string, string>> = {}): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const quiet = { PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'test', LOG_LEVEL: 'silent' };
  return readSettings({ ...quiet, DATA_DIR: folder, ...environment });
}

/** What an app says of a game. */
export function listed({ name, title, ...game }: Game, parts: Partial<AppGame> = {}): AppGame {
  return { name, title, lead: '', game: async () => ({ name, title, ...game }), ...parts };
}

/** Serves these games until the test is finished. */
export async function serveGames(games: readonly AppGame[], options: ServeOptions = {}): Promise<AppUnderTest> {
  const settings = options.settings ?? (await settingsUnderTest());
  const server = await serve({ games }, { ...options, settings });
  onTestFinished(() => server.stop());
  return { server, sdk: new ColyseusSDK(server.address), folder: settings.dataFolder };
}
