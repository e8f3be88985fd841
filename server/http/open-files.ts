/** Each connection is an open file, of which the process may have so many: connections must not take those of the journal. */
import type { Server } from 'node:http';
import { z } from 'zod';
import { HTTP_LIMITS } from '../host/limits.ts';
import type { Log } from '../log.ts';

/** For the journal, threads, and what Node opens itself. */
const RESERVED_FILES = 256;
/** However few files there are, somebody gets in. */
const FEWEST_CONNECTIONS = 16;
const Report = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.string()]) }) }),
});
const WHAT_TO_DO = 'raise the limit of open files (ulimit -n, LimitNOFILE of systemd, nofile of a container)';

/**
 * Bounds the connections of a server by the limit of open files, and tells what to do where that is reached, or low.
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

/** Tells of errors of the port. */
export function logPortErrors(server: Server, log: Log): void {
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isOutOfFiles = error.code === 'EMFILE' || error.code === 'ENFILE';
    log.error({ err: error }, isOutOfFiles ? `connection failed, no open file left: ${WHAT_TO_DO}` : 'listen failed');
  });
}

/** How many files this process may have open; Infinity where the system does not say. */
function openFilesLimit(): number {
  const report = Report.safeParse(process.report.getReport());
  const soft = report.data?.userLimits.open_files.soft;
  return typeof soft === 'number' ? soft : Infinity;
}
