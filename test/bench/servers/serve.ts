/** A server as a side of a benchmark: it tells its port, and the CPU time that its process has taken so far. */
import { serve } from '../side-process.ts';

export type ServerOrder = { kind: 'port' } | { kind: 'cpu' };

export function serveServer(port: number): void {
  serve<ServerOrder>(async ({ kind }) => {
    if (kind === 'port') return { port };
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1_000 };
  });
}
