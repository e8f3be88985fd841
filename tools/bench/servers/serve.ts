/** A server as a side of a benchmark: it tells its port, and the CPU time that its process has taken so far. */
import { serveOrders } from '../serve-orders.ts';

export type ServerOrder = { kind: 'port' } | { kind: 'cpu' };

export function serveServer(port: number): void {
  serveOrders<ServerOrder>(async ({ kind }) => {
    if (kind === 'port') return { port };
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1_000 };
  });
}
