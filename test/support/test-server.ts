/** A server in this process, on a port of its own, and clients of it. */
import { ColyseusSDK, Room } from '@colyseus/sdk';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import type { GameEntry } from '../../server/games.ts';
import { MemoryStore } from '../../tools/sim/journal/memory-store.ts';
import type { StartParts, RunningServer } from '../../server/start.ts';
import { startServer } from '../../server/start.ts';
import { readSettings } from '../../server/settings.ts';
import { asOperator, OPERATOR_PASSWORD } from './operator.ts';
import { counter, counterBot } from '../server/games.ts';

// The SDK tells the console of every closed connection.
vi.spyOn(console, 'info').mockImplementation(() => {});
vi.spyOn(console, 'warn').mockImplementation(() => {});

// Machines under load are slow.
Room.defaultRequestTimeout = 60_000;

export const COUNTER: GameEntry = { game: counter, bot: counterBot };

export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly sdk: ColyseusSDK;
  get(path: string, init?: RequestInit): Promise<Response>;
  /** What the server tells Prometheus. */
  metrics(): Promise<string>;
  /** What the server has logged, a line each. */
  readonly logged: readonly string[];
}

/** Opens a server until the test is finished. */
export async function openTestServer(
  parts: Partial<StartParts> = {},
  environment: Record<string, string> = {},
): Promise<TestServer> {
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  const settings = readSettings({ PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'test', OPERATOR_PASSWORD, ...environment });
  const server = await startServer(settings, {
    games: [COUNTER],
    journal: new MemoryStore(),
    log,
    checksStates: true,
    ...parts,
  });
  onTestFinished(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  const get: TestServer['get'] = (path, init) => fetch(`${url}${path}`, init);
  return {
    ...{ server, url, logged, get },
    sdk: new ColyseusSDK(url),
    metrics: async () => (await get('/metrics', asOperator(OPERATOR_PASSWORD))).text(),
  };
}

/** Waits for what comes with the next ticks. */
export async function eventually(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 60_000, interval: 2 });
}

export interface ReceivedMessage {
  readonly type: string;
  readonly data: unknown;
}

/** Everything that a client gets from here on, beside the state. */
export function recordMessages(room: Room): ReceivedMessage[] {
  const got: ReceivedMessage[] = [];
  room.onMessage('*', (type, data: unknown) => void got.push({ type: String(type), data }));
  return got;
}

export function isWelcome({ type }: ReceivedMessage): boolean {
  return type === '$welcome';
}

/** How a client's connection ended. */
export function closing(room: Room): Promise<{ code: number; reason: string | undefined }> {
  return new Promise((resolve) => room.onLeave.once((code, reason) => resolve({ code, reason })));
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was not rejected');
}
