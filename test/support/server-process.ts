/** The product in a process of its own, which can be stopped for a while, or killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { asOperator } from './operator.ts';

export class ServerProcess {
  readonly url: string;
  /** Where its journals are. */
  readonly folder: string;
  /** Opens its metrics. */
  readonly operatorPassword = randomUUID();
  readonly #port: number;
  readonly #flags: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, flags: readonly string[]) {
    this.url = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.folder = folder;
    this.#flags = flags;
  }

  /** @param flags for Node */
  static async open(flags: readonly string[] = []): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), await mkdtemp(join(tmpdir(), 'greenroom-lone-')), flags);
    await server.start();
    return server;
  }

  /** Resolves once it is open. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.#flags, join(import.meta.dirname, '../../server/main.ts')], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
        HOST: '127.0.0.1',
        PORT: String(this.#port),
        DATA_DIR: this.folder,
        OPERATOR_PASSWORD: this.operatorPassword,
        // It ends when whoever started it has ended without a word.
        npm_lifecycle_event: 'lone',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      // What is typed at the terminal is not for it.
      detached: true,
    });
    this.#child = child;
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the server ended'))),
    ]);
  }

  /** It has not ended, by itself or by a signal. */
  get isAlive(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  send(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isAlive) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** The value of a metric. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`, asOperator(this.operatorPassword))).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0);
  }

  /** @param keep leaves its data */
  async close(keep = false): Promise<void> {
    await this.kill();
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }
}
