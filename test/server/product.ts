/** The product in a process of its own, as an operator starts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { newFolder } from './journal/folder.ts';

/** However busy the machine is, tests get their rooms. */
const WHEN_BUSY = { MAX_LOAD_PERCENT: '0' };

/** Runs `node server/main.ts` until the test is finished, with a data folder of its own unless the environment has one. */
export function run(environment: Record<string, string>, ...words: string[]) {
  return start([process.execPath, 'server/main.ts', ...words], environment);
}

/** The same, where no file may have more than so many blocks of 512 bytes. */
export function runLimited(environment: Record<string, string>, blocks: number) {
  return start(['sh', '-c', `ulimit -f ${blocks}; exec "$0" server/main.ts`, process.execPath], environment);
}

/** The same, where new files are everybody's. */
export function runUnmasked(environment: Record<string, string>) {
  return start(['sh', '-c', 'umask 0; exec "$0" server/main.ts', process.execPath], environment);
}

function start([program = '', ...words]: string[], environment: Record<string, string>) {
  const child = spawn(program, words, {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      DATA_DIR: newFolder(),
      ...WHEN_BUSY,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (said.out += bytes));
  child.stderr.on('data', (bytes) => (said.err += bytes));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    // Its folder goes next, and it must not write there any more.
    await ended;
  });
  return {
    child,
    ended,
    /** Resolves once its log has these words. */
    async logs(words: string): Promise<void> {
      while (!said.err.includes(words)) {
        await Promise.race([once(child.stderr, 'data'), ended.then((end) => Promise.reject(new Error(end.err)))]);
      }
    },
    /** Resolves once it is open, with its address. */
    async opened(): Promise<string> {
      for (;;) {
        const url = /http:\S+/.exec(said.out)?.[0];
        if (url !== undefined) return url;
        await Promise.race([once(child.stdout, 'data'), ended.then((end) => Promise.reject(new Error(end.err)))]);
      }
    },
  };
}
