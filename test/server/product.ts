/** Runs of the server that end with their test. */
import { onTestFinished } from 'vitest';
import { SERVER_FILE, ServerRun, WHEN_BUSY } from '../support/server-process.ts';
import { newFolder } from './journal/folder.ts';

/** Runs `node server/main.ts`, with a data folder of its own unless the environment has one. */
export function run(environment: Record<string, string>, ...words: string[]): ServerRun {
  return start([process.execPath, SERVER_FILE, ...words], environment);
}

/** The same, where no file may have more than `blocks` blocks of 512 bytes. */
export function runLimited(environment: Record<string, string>, blocks: number): ServerRun {
  return start(['sh', '-c', `ulimit -f ${blocks}; exec "$0" "$1"`, process.execPath, SERVER_FILE], environment);
}

/** The same, where new files can be read by everybody. */
export function runUnmasked(environment: Record<string, string>): ServerRun {
  return start(['sh', '-c', 'umask 0; exec "$0" "$1"', process.execPath, SERVER_FILE], environment);
}

/** Runs another command that starts a server. */
export function start(command: readonly string[], environment: NodeJS.ProcessEnv, cwd?: string): ServerRun {
  const run = new ServerRun(command, { env: { DATA_DIR: newFolder(), ...WHEN_BUSY, ...environment }, cwd });
  // Its folder goes next, and it must not write there any more.
  onTestFinished(() => run.kill());
  return run;
}
