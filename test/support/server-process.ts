/** The server in a process of its own, as an operator starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { asOperator } from './operator.ts';

export const SERVER_FILE = join(import.meta.dirname, '../../server/main.ts');

/** Tests get their rooms however busy the machine is. */
export const WHEN_BUSY = { MAX_LOAD_PERCENT: '0' } as const;

export interface ServerRunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The descriptor of a file for its log, which is not read from here then. */
  readonly logFile?: number;
  /** Keys typed at the terminal do not reach it. */
  readonly detached?: boolean;
  readonly cwd?: string | undefined;
}

/** One run of the server, from its start to its end. */
export class ServerRun {
  readonly child: ChildProcess;
  /** Resolves once the process has ended, with everything that it wrote. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>;
  out = '';
  err = '';
  /** It has ended, and all that it wrote is here. */
  #isSilent = false;
  /** Resolves once it writes something or ends. */
  #stirred = Promise.withResolvers<void>();

  /** @param command the program and its arguments */
  constructor([program = '', ...args]: readonly string[], { env, logFile, ...options }: ServerRunOptions) {
    this.child = spawn(program, args, {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        // Makes it end when the process that started it has ended.
        npm_lifecycle_event: 'test',
        ...env,
      },
      stdio: ['ignore', 'pipe', logFile ?? 'pipe'],
      ...options,
    });
    this.child.stdout?.on('data', (bytes) => (this.out += bytes)).on('data', () => this.#stir());
    this.child.stderr?.on('data', (bytes) => (this.err += bytes)).on('data', () => this.#stir());
    this.child.once('close', () => {
      this.#isSilent = true;
      this.#stir();
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({ code, signal, out: this.out, err: this.err }));
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Its address, once it is open. */
  get url(): string | undefined {
    return /http:\S+/.exec(this.out)?.[0];
  }

  /** Resolves once it is open, with its address. */
  async opened(): Promise<string> {
    await this.until(() => this.url !== undefined);
    return this.url ?? '';
  }

  /** Resolves once its log has these words. */
  async logs(words: string): Promise<void> {
    await this.until(() => this.err.includes(words));
  }

  /**
   * Resolves once this is true of what it has written.
   *
   * @throws Error with all that it wrote, where it ends instead
   */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#isSilent) throw new Error(`the server ended:\n${this.out}${this.err}`);
      await this.#stirred.promise;
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  #stir(): void {
    this.#stirred.resolve();
    this.#stirred = Promise.withResolvers();
  }
}

export interface ServerProcessOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** For Node. */
  readonly flags?: readonly string[];
  /** The descriptor of a file for its log. */
  readonly logFile?: number;
}

/** A server on a port and with a data folder of its own, which can be killed and started again on both. */
export class ServerProcess {
  readonly url: string;
  readonly port: number;
  /** Where its journals are. */
  readonly folder: string;
  /** Opens its metrics. */
  readonly operatorPassword = randomUUID();
  readonly #options: ServerProcessOptions;
  #run: ServerRun | undefined;

  private constructor(port: number, folder: string, options: ServerProcessOptions) {
    this.url = `http://127.0.0.1:${port}`;
    this.port = port;
    this.folder = folder;
    this.#options = options;
  }

  static async open(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), await mkdtemp(join(tmpdir(), 'greenroom-')), options);
    await server.start();
    return server;
  }

  /** Resolves once it is open. */
  async start(): Promise<void> {
    const { env, flags = [], logFile } = this.#options;
    this.#run = new ServerRun([process.execPath, ...flags, SERVER_FILE], {
      env: {
        PORT: String(this.port),
        DATA_DIR: this.folder,
        OPERATOR_PASSWORD: this.operatorPassword,
        ...env,
      },
      logFile,
      detached: true,
    });
    await this.#run.opened();
  }

  /** It has not ended, by itself or by a signal. */
  get isAlive(): boolean {
    return this.#run?.isAlive ?? false;
  }

  get pid(): number | undefined {
    return this.#run?.child.pid;
  }

  /** Sends a signal that does not end it, such as SIGSTOP. */
  send(signal: NodeJS.Signals): void {
    this.#run?.child.kill(signal);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.isAlive) await this.#run?.kill(signal);
  }

  /** Ends it and starts it again, on the same port and with the same data. */
  async restart(signal: NodeJS.Signals = 'SIGKILL', downMs = 0, meanwhile?: () => void | Promise<void>): Promise<void> {
    await this.kill(signal);
    await meanwhile?.();
    await sleep(downMs);
    await this.start();
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
