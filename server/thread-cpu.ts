/** The CPU time of this thread. Before Node 23.9 only that of the whole process is known, which is a little more. */
import process from 'node:process';

export const threadCpuUsage: typeof process.cpuUsage = (
  (process.threadCpuUsage as typeof process.cpuUsage | undefined) ?? process.cpuUsage
).bind(process);
