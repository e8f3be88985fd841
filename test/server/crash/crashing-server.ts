/** A server that a test kills and starts again, on the same port and with the same data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { onTestFinished } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { ServerRun } from '../../support/server-process.ts';

const PROCESS_FILE = join(import.meta.dirname, 'crashing-process.ts');

export interface CrashPlan {
  readonly port: number;
  readonly folder: string;
  /** Kills the process around the commit that has such an entry, the first or the one given. */
  readonly crash?: { readonly when: 'before' | 'after'; readonly kind: string; readonly count?: number };
  /** Where effects go. */
  readonly effectUrl?: string;
  /** Which version of the games that change it has. */
  readonly version?: 1 | 2;
  /** Closing the journal never ends, or fails. */
  readonly closing?: 'never' | 'fails';
  /** How long closing may take. */
  readonly stopMs?: number;
  /** Further environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class CrashingServer {
  readonly url: string;
  readonly sdk: ColyseusSDK;
  readonly folder: string;
  #plan: CrashPlan;
  #run: ServerRun | undefined;
  /** What the servers before it have logged. */
  #saidBefore = '';
  /** It is started again each time it ends. */
  #isSupervised = false;
  /** How many of its processes have ended. */
  crashes = 0;

  private constructor(plan: CrashPlan) {
    this.#plan = plan;
    this.folder = plan.folder;
    this.url = `http://127.0.0.1:${plan.port}`;
    this.sdk = new ColyseusSDK(this.url);
  }

  /** Opens a house until the test is finished. */
  static async open(plan: Omit<CrashPlan, 'port' | 'folder'> = {}): Promise<CrashingServer> {
    const house = await CrashingServer.build(plan);
    onTestFinished(() => house.destroy());
    await house.start(plan.crash);
    return house;
  }

  /** A house with no server in it yet, until it is destroyed. */
  static async build(plan: Omit<CrashPlan, 'port' | 'folder'> = {}): Promise<CrashingServer> {
    const folder = await mkdtemp(join(tmpdir(), 'greenroom-'));
    return new CrashingServer({ ...plan, port: await freePort(), folder });
  }

  /** From here on it is started again whenever it ends. */
  supervise(): void {
    this.#isSupervised = true;
  }

  async destroy(): Promise<void> {
    this.#isSupervised = false;
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Starts the server, and resolves once it is open. */
  async start(crash?: CrashPlan['crash']): Promise<void> {
    this.launch(crash);
    await this.#until(() => this.wasOpen);
  }

  /** Starts the server; it may never open. */
  launch(crash?: CrashPlan['crash']): void {
    const plan: CrashPlan = { ...this.#plan, crash };
    this.#saidBefore = this.said;
    const run = new ServerRun([process.execPath, PROCESS_FILE, JSON.stringify(plan)], {
      env: { NODE_ENV: 'test', ...plan.environment },
    });
    this.#run = run;
    run.child.once('close', () => {
      this.crashes++;
      if (this.#isSupervised) this.launch();
    });
  }

  /** Resolves once the log of all servers so far has these words this many times. */
  async logs(words: string, times = 1): Promise<void> {
    await this.#until(() => this.said.split(words).length > times);
  }

  /** What the next servers are like. */
  change(plan: Omit<CrashPlan, 'port' | 'folder' | 'crash'>): void {
    this.#plan = { ...this.#plan, ...plan };
  }

  send(signal: NodeJS.Signals): void {
    this.#run?.child.kill(signal);
  }

  /** Resolves once the process has ended by itself or by a crash, with its exit code or signal. */
  async ended(): Promise<number | string | null> {
    const end = await this.#run?.ended;
    return end?.code ?? end?.signal ?? null;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#run?.kill(signal);
  }

  /** Kills the server and starts it again. */
  async restart(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.kill(signal);
    await this.start();
  }

  /** The lines that it has logged. */
  get said(): string {
    const { err = '' } = this.#run ?? {};
    return this.#saidBefore + err.slice(0, err.lastIndexOf('\n') + 1);
  }

  /** Has it opened, the last time that it was launched? */
  get wasOpen(): boolean {
    return this.#run?.url !== undefined;
  }

  /**
   * The lines of its log with this message, once there are this many: log lines may come later than what its clients see,
   * and than what it says on its standard output.
   */
  async told(message: string, times = 1): Promise<Record<string, unknown>[]> {
    await this.logs(JSON.stringify(message), times);
    const lines = this.said.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message);
  }

  /** Of the servers that follow this one, too, where it is supervised. */
  async #until(condition: () => boolean): Promise<void> {
    const run = this.#run;
    try {
      await run?.until(condition);
    } catch (error) {
      await run?.ended;
      if (this.#run === run) throw error;
      await this.#until(condition);
    }
  }
}

/** Lets a client come back as fast as ours do, however long its server takes to start. */
export function patient<T>(room: Room<T>): Room<T> {
  room.reconnection.minUptime = 0;
  room.reconnection.maxDelay = 300;
  room.reconnection.maxRetries = 1_000;
  return room;
}

/** Resolves with each return of a client to its room. */
export function returned(room: Room): Promise<void> {
  return new Promise((resolve) => room.onReconnect.once(() => resolve()));
}
