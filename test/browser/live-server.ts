import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';

const bootMs = 90_000;

/** The product as its user runs it: the entry file in a process, a port and a data folder of its own. */
export interface LiveServer {
  /** Where it answers, such as `http://127.0.0.1:40123`. */
  url: string;
  /** Its data. */
  folder: string;
  /** What it has written so far. */
  log(): string;
  /** Ends the process by `kill -9` unless told otherwise, and starts it again, at once or later: same port, same data. */
  restart(signal?: NodeJS.Signals, downMs?: number, meanwhile?: () => void | Promise<void>): Promise<void>;
  /** Sends a signal that does not end the process, such as SIGSTOP. */
  send(signal: NodeJS.Signals): void;
  /** Ends the process (SIGTERM unless told otherwise) and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the server and resolves once it is ready.
 * @throws Error with what the server wrote, when it ends or is not ready in 90 s
 */
export async function startServer(env: Record<string, string> = {}): Promise<LiveServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-'));
  let child: ChildProcess;
  let log = '';
  const url = `http://127.0.0.1:${port}`;

  const start = async (): Promise<void> => {
    child = spawn(process.execPath, ['server/main.ts'], {
      // However busy the machine is, tests get their rooms.
      env: {
        ...process.env,
        NODE_ENV: 'production',
        MAX_LOAD_PERCENT: '0',
        PORT: String(port),
        DATA_DIR: folder,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += chunk));
    const deadline = Date.now() + bootMs;
    while (!(await isReady(url))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await end('SIGKILL');
        throw new Error(`The server did not come up:\n${log}`);
      }
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };

  await start();
  return {
    url,
    folder,
    log: () => log,
    async restart(signal = 'SIGKILL', downMs = 0, meanwhile = () => {}) {
      await end(signal);
      await meanwhile();
      await sleep(downMs);
      await start();
    },
    send: (signal) => void child.kill(signal),
    async stop(signal = 'SIGTERM') {
      await end(signal);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
