/** A port for a server that is started again on the same one. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports of outgoing connections, so that none of them takes the port while the server is down. */
const PORTS = { from: 12_000, to: 32_000 } as const;
/** Each process has its own share, so that parallel test workers do not take a port from each other. */
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
