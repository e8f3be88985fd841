import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The wire between a browser and the server, which can be cut, or go silent without closing. */
export interface BrowserLine {
  url: string;
  /** Breaks every connection; new ones are let through. */
  cut(): void;
  /** Passes nothing on for the connections of now, which stay open; new ones are let through. */
  silence(): void;
  close(): Promise<void>;
}

export async function layLine(target: string): Promise<BrowserLine> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      for (const [near] of pairs) near.destroy();
    },
    silence() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        // Read on, and lose it: nobody notices a full buffer.
        near.resume();
        far.resume();
      }
    },
    async close() {
      for (const [near] of pairs) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
