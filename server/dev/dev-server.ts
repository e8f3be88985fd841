/** Runs the server of a developer: one process at a time, the next of which starts when the last has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server closes within five seconds, unless a script blocks it. */
const CLOSE_MS = 6_000;

export class DevServer {
  readonly #file: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #ending: ChildProcess | undefined;
  /** Settles when the last request is done. */
  #done: Promise<void> = Promise.resolve();
  #isAsked = false;
  #stopped = false;

  constructor(file: string, environment: NodeJS.ProcessEnv) {
    this.#file = file;
    this.#environment = environment;
  }

  /** Starts or restarts it. Several requests before it has begun count as one. */
  restart(): void {
    if (this.#isAsked || this.#stopped) return;
    this.#isAsked = true;
    this.#done = this.#startAfter(this.#done);
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

  async #startAfter(done: Promise<void>): Promise<void> {
    await done;
    await this.#end();
    this.#isAsked = false;
    if (!this.#stopped) this.#start();
  }

  #start(): void {
    const child = spawn(process.execPath, [this.#file], {
      env: { ...this.#environment, npm_lifecycle_event: 'dev' },
      stdio: ['ignore', 'inherit', 'inherit'],
      // Keyboard signals reach us, and reach it through us: two signals would end it at once.
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
