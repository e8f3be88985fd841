/** Servers that are compared and the crowd that plays on them, each a process of its own. */
import { Side } from '../side.ts';
import type { ServerOrder } from './serve.ts';

export interface Rival<Name extends string> {
  readonly name: Name;
  readonly origin: string;
  /** CPU time of its process so far, in ms. */
  cpuMs(): Promise<number>;
}

/** A server that takes part: the file that runs it, beside `side.ts`. */
export interface Entrant<Name extends string> {
  readonly name: Name;
  readonly file: string;
}

export class Contest<Name extends string, Order extends object> {
  readonly rivals: readonly Rival<Name>[];
  readonly #crowd: Side;
  readonly #servers: readonly Side[];

  private constructor(crowd: Side, servers: readonly Side[], rivals: readonly Rival<Name>[]) {
    this.#crowd = crowd;
    this.#servers = servers;
    this.rivals = rivals;
  }

  /** @param load the file of the crowd, beside `side.ts` */
  static async open<Name extends string, Order extends object>(
    entrants: readonly Entrant<Name>[],
    load: string,
  ): Promise<Contest<Name, Order>> {
    const sides = entrants.map(({ name, file }) => ({ name, side: Side.node(`the ${name} server`, file) }));
    const ask = <Answer>(side: Side, order: ServerOrder): Promise<Answer> => side.ask<Answer>(order);
    const rivals = sides.map(async ({ name, side }): Promise<Rival<Name>> => {
      const { port } = await ask<{ port: number }>(side, { kind: 'port' });
      const cpuMs = async (): Promise<number> => (await ask<{ cpuMs: number }>(side, { kind: 'cpu' })).cpuMs;
      return { name, origin: `http://127.0.0.1:${port}`, cpuMs };
    });
    const servers = sides.map(({ side }) => side);
    return new Contest(Side.node('the load', load), servers, await Promise.all(rivals));
  }

  /** Fills rooms as `sit` says, lets `fn` use them, and empties them. */
  async withCrowd<T>(sit: Order, leave: Order, fn: () => Promise<T>): Promise<T> {
    await this.crowd(sit);
    try {
      return await fn();
    } finally {
      await this.crowd(leave);
    }
  }

  crowd<Answer>(order: Order): Promise<Answer> {
    return this.#crowd.ask<Answer>(order);
  }

  close(): void {
    for (const side of [this.#crowd, ...this.#servers]) side.end();
  }
}
