/** Limits connections by the process's limit of open files: the journal needs some. */
import type { Server } from 'node:http';
import { z } from 'zod';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { Log } from '../log.ts';

/** For the journal, threads, and what Node itself opens. */
const RESERVED_FILES = 256;
/** A minimum, however low the limit is. */
const FEWEST_CONNECTIONS = 16;
const Report = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.string()]) }) }),
});
const WHAT_TO_DO = 'raise the limit of open files (ulimit -n, LimitNOFILE of systemd, nofile of a container)';

/**
 * Limits the connections of a server, and logs what to do where the limit is low, or reached.
 *
 * @param files how many files the process may open
 */
export function limitConnections(server: Server, log: Log, files = openFilesLimit()): void {
  const connections = Math.min(HTTP_LIMITS.connections, Math.max(FEWEST_CONNECTIONS, files - RESERVED_FILES));
  const isLow = connections < HTTP_LIMITS.connections;
  server.maxConnections = connections;
  if (isLow) log.warn({ files, connections }, `open files limited, and so are connections: ${WHAT_TO_DO}`);
  server.on('drop', (from) => {
    const address = from?.remoteAddress;
    log.warn({ address, connections }, `connection refused: too many${isLow ? `; ${WHAT_TO_DO}` : ''}`);
  });
}

/** Logs errors of the port. */
export function logPortErrors(server: Server, log: Log): void {
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isOutOfFiles = error.code === 'EMFILE' || error.code === 'ENFILE';
    log.error({ err: error }, isOutOfFiles ? `connection failed, no open file left: ${WHAT_TO_DO}` : 'listen failed');
  });
}

/** How many files this process may open; Infinity: the system does not say. */
function openFilesLimit(): number {
  const report = Report.safeParse(process.report.getReport());
  const soft = report.data?.userLimits.open_files.soft;
  return typeof soft === 'number' ? soft : Infinity;
}
