/** A second process that writes a journal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A process that commits to this folder; gives what it has told of so far. */
export function committer(folder: string, waitMs = 0) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'committer.ts'), folder, `${waitMs}`]);
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  let failed = '';
  child.stderr.on('data', (bytes) => (failed += bytes));
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const more = (): Promise<unknown> =>
    Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`it has ended: ${failed}`)))]);
  return {
    child,
    /** Kills it once it has reported this number of commits; returns how many there were by then. */
    async killedAfter(commits: number): Promise<number> {
      while (said.split('\n').length < commits + 2) await more();
      child.kill('SIGKILL');
      await ended;
      // The last line is empty, or was cut off by the kill.
      return Number(said.split('\n').at(-2));
    },
    async opened(): Promise<void> {
      while (!said.includes('\n')) await more();
    },
  };
}
