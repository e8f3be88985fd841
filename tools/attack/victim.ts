/** The server under attack: the product in a process of its own, whose memory, log and data are looked at from outside. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port.ts';

const MB = 1_024 * 1_024;
const LOOK_MS = 200;

export class Victim {
  readonly port: number;
  readonly url: string;
  /** The most memory that was seen, in MB; 0 where the system does not tell. */
  peakMb = 0;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #watch: NodeJS.Timeout;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#child = child;
    this.#watch = setInterval(() => void this.#look(), LOOK_MS);
  }

  static async open(): Promise<Victim> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'greenroom-attack-'));
    const log = openSync(join(folder, 'log'), 'w');
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../server/main.ts')], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: join(folder, 'data'),
        OPERATOR_PASSWORD: 'under attack, and closed',
        npm_lifecycle_event: 'attack',
      },
      stdio: ['ignore', 'pipe', log],
      detached: true,
    });
    closeSync(log);
    const ended = once(child, 'exit').then(async () => {
      throw new Error(`the server ended: ${await readFile(join(folder, 'log'), 'utf8')}`);
    });
    await Promise.race([once(child.stdout ?? child, 'data'), ended]);
    ended.catch(() => {});
    return new Victim(port, folder, child);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  logBytes(): Promise<number> {
    return sizeOf(join(this.#folder, 'log'));
  }

  async dataBytes(): Promise<number> {
    const data = join(this.#folder, 'data');
    const files = await readdir(data);
    const sizes = await Promise.all(files.map((file) => sizeOf(join(data, file))));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    if (this.isAlive) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Linux tells it without asking the server, which may be busy. */
  async #look(): Promise<void> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '');
    const [, kB = '0'] = /^VmRSS:\s+(\d+)/m.exec(status) ?? [];
    this.peakMb = Math.max(this.peakMb, (Number(kB) * 1_024) / MB);
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => ({ size: 0 }))).size;
}
