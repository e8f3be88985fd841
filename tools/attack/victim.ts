/** The server under attack, whose memory, log and data are measured from outside. */
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../test/support/server-process.ts';

const MB = 1_024 * 1_024;
const SAMPLE_MS = 200;

export class Victim {
  /** The most memory that was seen, in MB; 0 where the system does not tell. */
  peakMb = 0;
  readonly server: ServerProcess;
  readonly #log: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(server: ServerProcess, log: string) {
    this.server = server;
    this.#log = log;
    this.#timer = setInterval(() => void this.#sampleMemory(), SAMPLE_MS);
  }

  static async open(): Promise<Victim> {
    const folder = await mkdtemp(join(tmpdir(), 'greenroom-attack-'));
    const log = join(folder, 'log');
    const logFile = openSync(log, 'w');
    try {
      return new Victim(await ServerProcess.open({ logFile }), log);
    } catch (error) {
      throw new Error(`the server ended:\n${await readFile(log, 'utf8')}`, { cause: error });
    } finally {
      closeSync(logFile);
    }
  }

  logBytes(): Promise<number> {
    return sizeOf(this.#log);
  }

  async dataBytes(): Promise<number> {
    const { folder } = this.server;
    const files = await readdir(folder);
    const sizes = await Promise.all(files.map((file) => sizeOf(join(folder, file))));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.server.close();
    await rm(join(this.#log, '..'), { recursive: true, force: true });
  }

  /** Linux tells it without asking the server, which may be busy. */
  async #sampleMemory(): Promise<void> {
    const status = await readFile(`/proc/${this.server.pid}/status`, 'utf8').catch(() => '');
    const [, kB = '0'] = /^VmRSS:\s+(\d+)/m.exec(status) ?? [];
    this.peakMb = Math.max(this.peakMb, (Number(kB) * 1_024) / MB);
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => ({ size: 0 }))).size;
}
