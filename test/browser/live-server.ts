import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const bootMs = 30_000;

/** The product as its user runs it: the entry file in a process, a port and a data folder of its own. */
export interface LiveServer {
  /** Where it answers, such as `http://127.0.0.1:40123`. */
  url: string;
  /** What it has written so far. */
  log(): string;
  /** Ends the process (SIGTERM unless told otherwise) and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the server and resolves once it is ready.
 * @throws Error with what the server wrote, when it ends or is not ready in 30 s
 */
export async function startServer(env: Record<string, string> = {}): Promise<LiveServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-'));
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));

  const server: LiveServer = {
    url: `http://127.0.0.1:${port}`,
    log: () => log,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  const deadline = Date.now() + bootMs;
  while (!(await isReady(server.url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await server.stop('SIGKILL');
      throw new Error(`The server did not come up:\n${log}`);
    }
    await sleep(50);
  }
  return server;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The probe has no port.');
  return address.port;
}
