/** The server of a developer: one process at a time, the next of which starts when the last has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server closes within five seconds, unless a script blocks it. */
const CLOSE_MS = 6_000;

export class DevServer {
  readonly #file: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #ending: ChildProcess | undefined;
  /** Settles when the last thing that was asked for is done. */
  #done: Promise<void> = Promise.resolve();
  #isAsked = false;
  #stopped = false;

  constructor(file: string, environment: NodeJS.ProcessEnv) {
    this.#file = file;
    this.#environment = environment;
  }

  /** Starts it, or starts it again. What is asked for several times before it has begun is done once. */
  restart(): void {
    if (this.#isAsked || this.#stopped) return;
    this.#isAsked = true;
    this.#done = this.#done.then(async () => {
      await this.#end();
      this.#isAsked = false;
      if (!this.#stopped) this.#start();
    });
  }

  /** Ends it for good. Resolves when its process has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    await this.#end();
  }

  /** Does not wait for it to close. */
  kill(): void {
    (this.#ending ?? this.#child)?.kill('SIGKILL');
  }

  #start(): void {
    const child = spawn(process.execPath, [this.#file], {
      env: { ...this.#environment, npm_lifecycle_event: 'dev' },
      stdio: ['ignore', 'inherit', 'inherit'],
      // What is typed at the terminal comes to us, and to it through us: two signals would end it at once.
      detached: true,
    });
    this.#child = child;
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      console.error(`The server has ended (${signal ?? code}). It starts again when a file changes.`);
    });
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    this.#ending = child;
    const ended = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
    this.#ending = undefined;
  }
}
