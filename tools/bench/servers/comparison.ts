/** Servers that are compared, and the clients that load them, each in a process of its own. */
import { BenchProcess } from '../bench-process.ts';
import { quantile } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import type { ServerOrder } from './serve.ts';

/** Below this part of the full rate the machine was too busy for a fair result. */
const FULL_RATE = 0.95;

export interface RunningComparedServer<Name extends string> {
  readonly name: Name;
  readonly origin: string;
  /** CPU time of its process so far, in ms. */
  cpuMs(): Promise<number>;
}

/** A server that is compared: the file that runs it, beside `bench-process.ts`. */
export interface ComparedServer<Name extends string> {
  readonly name: Name;
  readonly file: string;
}

export class ServerComparison<Name extends string, Order extends object> {
  readonly servers: readonly RunningComparedServer<Name>[];
  readonly #load: BenchProcess;
  readonly #processes: readonly BenchProcess[];

  private constructor(
    load: BenchProcess,
    processes: readonly BenchProcess[],
    servers: readonly RunningComparedServer<Name>[],
  ) {
    this.#load = load;
    this.#processes = processes;
    this.servers = servers;
  }

  /** @param load the file of the clients, beside `bench-process.ts` */
  static async open<Name extends string, Order extends object>(
    entrants: readonly ComparedServer<Name>[],
    load: string,
  ): Promise<ServerComparison<Name, Order>> {
    const sides = entrants.map(({ name, file }) => ({ name, side: BenchProcess.node(`the ${name} server`, file) }));
    const ask = <Answer>(side: BenchProcess, order: ServerOrder): Promise<Answer> => side.ask<Answer>(order);
    const opening = sides.map(async ({ name, side }): Promise<RunningComparedServer<Name>> => {
      const { port } = await ask<{ port: number }>(side, { kind: 'port' });
      const cpuMs = async (): Promise<number> => (await ask<{ cpuMs: number }>(side, { kind: 'cpu' })).cpuMs;
      return { name, origin: `http://127.0.0.1:${port}`, cpuMs };
    });
    const processes = sides.map(({ side }) => side);
    return new ServerComparison(BenchProcess.node('the load', load), processes, await Promise.all(opening));
  }

  /** Fills rooms as `sit` says, lets `fn` use them, and empties them. */
  async withLoad<T>(sit: Order, leave: Order, fn: () => Promise<T>): Promise<T> {
    await this.orderLoad(sit);
    try {
      return await fn();
    } finally {
      await this.orderLoad(leave);
    }
  }

  orderLoad<Answer>(order: Order): Promise<Answer> {
    return this.#load.ask<Answer>(order);
  }

  close(): void {
    for (const side of [this.#load, ...this.#processes]) side.end();
  }
}

/** Notes a server that was slower than its tick rate. */
export function noteSlowRuns(
  progress: BenchProgress,
  server: string,
  hertz: readonly number[],
  tickRate: number,
  where = '',
): void {
  const median = quantile(hertz, 0.5);
  if (median >= FULL_RATE * tickRate) return;
  progress.note(`${server} sent ${median.toFixed(1)} of ${tickRate} patches a second${where}: the machine was busy.`);
}
