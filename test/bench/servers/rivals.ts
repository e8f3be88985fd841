/** The servers of the comparisons and the crowd that plays on them, each a process of its own. */
import type { LoadOrder } from '../load/load-side.ts';
import { Side } from '../side.ts';
import type { ServerOrder } from './serve.ts';

export type ServerName = 'greenroom' | 'colyseus' | 'bare';

export interface Rival {
  readonly name: ServerName;
  readonly origin: string;
  /** CPU time of its process so far, in ms. */
  cpuMs(): Promise<number>;
}

export class Arena {
  readonly rivals: readonly Rival[];
  readonly #crowd = Side.node('the load', './load/load-side.ts');
  readonly #servers: readonly Side[];

  private constructor(servers: readonly Side[], rivals: readonly Rival[]) {
    this.#servers = servers;
    this.rivals = rivals;
  }

  static async open(names: readonly ServerName[]): Promise<Arena> {
    const servers = names.map((name) => Side.node(`the ${name} server`, `./servers/${name}-server.ts`));
    const ask = <Answer>(side: Side, order: ServerOrder): Promise<Answer> => side.ask<Answer>(order);
    const rivals = names.map(async (name, index): Promise<Rival> => {
      const side = servers[index] as Side;
      const { port } = await ask<{ port: number }>(side, { kind: 'port' });
      const cpuMs = async (): Promise<number> => (await ask<{ cpuMs: number }>(side, { kind: 'cpu' })).cpuMs;
      return { name, origin: `http://127.0.0.1:${port}`, cpuMs };
    });
    return new Arena(servers, await Promise.all(rivals));
  }

  /** Fills rooms on a server, lets `fn` use them, and empties them. */
  async withCrowd<T>(rival: Rival, rooms: number, perRoom: number, fn: () => Promise<T>): Promise<T> {
    const door = rival.name === 'bare' ? 'bare' : 'colyseus';
    await this.crowd({ kind: 'sit', origin: rival.origin, door, rooms, perRoom });
    try {
      return await fn();
    } finally {
      await this.crowd({ kind: 'leave' });
    }
  }

  crowd<Answer>(order: LoadOrder): Promise<Answer> {
    return this.#crowd.ask<Answer>(order);
  }

  close(): void {
    for (const side of [this.#crowd, ...this.#servers]) side.end();
  }
}
