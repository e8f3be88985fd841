/** The handle of a spawned strand. */
import { Cancelled } from '../errors/errors.ts';
import { requireText } from '../errors/readable.ts';
import { handled } from './wait.ts';
import type { Strand } from './strand.ts';

const ignore = (): void => {};

/** What the calls that start a task take: a name, or none, and a function. */
export type SpawnArgs<T> = [name: string, fn: () => T | Promise<T>] | [fn: () => T | Promise<T>];

export function spawnArgs<T>(args: SpawnArgs<T>): { name: string | undefined; fn: () => T | Promise<T> } {
  return args.length === 1 ? { name: undefined, fn: args[0] } : { name: args[0], fn: args[1] };
}

/** The name of a function, if it has one. A script may give its functions any name, even one that is no text. */
export function functionName({ name }: { readonly name: unknown }): string | undefined {
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** running: also while it cleans up · done: it has returned · failed: it has thrown · cancelled: it ended with its cancellation. */
export type TaskState = 'running' | 'done' | 'failed' | 'cancelled';

/**
 * A running async function. It belongs to the scope that it was spawned in, and that scope waits for it.
 *
 * @example
 * const song = room.spawn('song', () => sing(room));
 * await room.sleep(1_000);
 * song.cancel('enough');
 */
export class Task<T> {
  readonly #strand: Strand;

  constructor(strand: Strand) {
    this.#strand = strand;
  }

  /** The name that it was spawned with, or the default one. */
  get name(): string {
    return this.#strand.name;
  }

  /** Whether it runs, and how it ended. */
  get state(): TaskState {
    const { ended } = this.#strand;
    return ended === undefined ? 'running' : ended.kind;
  }

  /**
   * Cancels the task: its waiting calls are rejected with {@link Cancelled}. Does nothing to a task that has ended.
   *
   * @param reason for people: the message of the {@link Cancelled}
   * @throws TypeError if the reason is not a text
   */
  cancel(reason = 'task.cancel()'): void {
    this.#strand.kernel.touch('task.cancel');
    requireText('task.cancel(reason)', reason);
    this.#strand.interrupt(new Cancelled(reason, { site: this.#strand.kernel.callSite() }));
  }

  /** Cancels the task: for `using`, which does not wait. */
  [Symbol.dispose](): void {
    this.cancel('it was disposed of');
  }

  /**
   * Cancels the task and waits until it has cleaned up. What it threw is an error of its scope.
   *
   * @example
   * await using music = room.spawn('music', () => play(room)); // ends where the block does
   */
  [Symbol.asyncDispose](): Promise<void> {
    this.cancel('it was disposed of');
    const ended = this.join().then(ignore, (error: unknown) => {
      if (error instanceof Cancelled) throw error;
    });
    return handled(ended);
  }

  /**
   * Waits until the task has ended, and gives what it returned. Joining never cancels the task.
   *
   * @throws what the task threw; {@link TaskCancelled} where it was cancelled; {@link JoinCycle} where it waits for the
   *   caller to end
   */
  join(): Promise<T> {
    const caller = this.#strand.kernel.enter('task.join');
    return this.#strand.joinedBy(caller) as Promise<T>;
  }
}
