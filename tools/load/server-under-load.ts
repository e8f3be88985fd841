/** The server under load: one of our own, which may be killed and started again, or one that runs already. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess } from '../../test/support/server-process.ts';
import { ServerMetrics } from './server-metrics.ts';
import { newHistogram, record } from './counters.ts';

/** How long a server that everybody has left may take to be empty: seats of those whose line broke wait for a while. */
const EMPTY_WITHIN_MS = 75_000;
/** The one that asks. */
const OWN_SOCKETS = 1;

export class ServerUnderLoad {
  readonly url: string;
  readonly metrics: ServerMetrics;
  kills = 0;
  /** How long it took from each kill until it was open again. */
  readonly restarts = newHistogram();
  readonly #server: ServerProcess | undefined;
  #killing = false;

  private constructor(url: string, operatorPassword: string | undefined, server?: ServerProcess) {
    this.url = url;
    this.metrics = new ServerMetrics(url, operatorPassword);
    this.#server = server;
  }

  /** @param flags for the Node of a server of our own */
  static async open(url: string | undefined, flags: readonly string[] = []): Promise<ServerUnderLoad> {
    if (url !== undefined) return new ServerUnderLoad(url, process.env.OPERATOR_PASSWORD);
    const server = await ServerProcess.open({ flags, env: { LOG_LEVEL: 'error' } });
    return new ServerUnderLoad(server.url, server.operatorPassword, server);
  }

  /** Ours, which nobody else uses. */
  get isOwn(): boolean {
    return this.#server !== undefined;
  }

  /** Where our own server has its journals. */
  get folder(): string | undefined {
    return this.#server?.folder;
  }

  /** @throws Error where our own server has ended by itself */
  async refresh(): Promise<void> {
    if (this.#server !== undefined && !this.#killing && !this.#server.isAlive)
      throw new Error('the server ended by itself');
    await this.metrics.read();
  }

  send(signal: NodeJS.Signals): void {
    this.#server?.send(signal);
  }

  /** Kills our own server without a word, and starts it again. */
  async kill(): Promise<void> {
    if (this.#server === undefined) return;
    await this.metrics.read();
    this.#killing = true;
    const killedMs = performance.now();
    await this.#server.kill();
    this.metrics.died();
    this.kills++;
    await this.#server.start();
    record(this.restarts, performance.now() - killedMs);
    this.#killing = false;
  }

  /**
   * Waits until nobody and nothing is left in our own server.
   *
   * @returns what is left all the same, in words
   */
  async empty(): Promise<string | undefined> {
    const untilMs = performance.now() + EMPTY_WITHIN_MS;
    for (;;) {
      await this.refresh();
      const { now } = this.metrics;
      if (now?.rooms === 0 && now.people === 0 && now.tasks === 0 && now.sockets <= OWN_SOCKETS) return undefined;
      if (performance.now() > untilMs)
        return `after all have gone there are ${now?.rooms} rooms, ${now?.people} people, ${now?.tasks} tasks and ${now?.sockets} sockets`;
      await sleep(250);
    }
  }

  async close(keep: boolean): Promise<void> {
    await this.#server?.close(keep);
  }
}
