/** A port for a server that has to come back on the same one. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems give to outgoing connections: while the server is down, nobody else gets its port by chance.
 */
const PORTS = { from: 12_000, to: 32_000 } as const;
/** Each process has its share of them, so that those which run side by side do not take a port from each other. */
const SHARE = 500;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const from = PORTS.from + ((process.pid * SHARE) % (PORTS.to - PORTS.from));
  for (;;) {
    const port = randomInt(from, from + SHARE);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const listening = once(probe.listen(port), 'listening').then(
    () => true,
    () => false,
  );
  if (!(await listening)) return false;
  probe.close();
  await once(probe, 'close');
  return true;
}
