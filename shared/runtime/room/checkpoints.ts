/** Checkpoints: the script ends where it takes one, and is restarted with its data. */
import type { z } from 'zod';
import { BadCheckpoint, Cancelled } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RootScope } from '../kernel/root-scope.ts';
import { Wait } from '../kernel/wait.ts';
import { checkedPlain } from './checked-plain.ts';

export class Checkpoints {
  readonly #kernel: Kernel;
  readonly #schema: z.ZodType | undefined;
  readonly #root: () => RootScope | undefined;
  #taken: { readonly data: unknown } | undefined;

  /**
   * @param schema of the data
   * @param root the scope of the running script
   */
  constructor(kernel: Kernel, schema: z.ZodType | undefined, root: () => RootScope | undefined) {
    this.#kernel = kernel;
    this.#schema = schema;
    this.#root = root;
  }

  /** Whether one was taken whose script has not been restarted yet. */
  get pending(): boolean {
    return this.#taken !== undefined;
  }

  /** Takes the data of the pending checkpoint. */
  claim(): unknown {
    const data = this.#taken?.data;
    this.#taken = undefined;
    return data;
  }

  take(data: unknown): Promise<never> {
    const strand = this.#kernel.enter('checkpoint');
    const root = this.#root();
    const over = root?.own !== undefined && !this.pending;
    if (over && strand.interrupted === undefined) throw new BadCheckpoint('the script has ended already');
    const checked = this.#check(data);
    const promise = new CheckpointWait(strand).begin();
    if (strand.interrupted === undefined && !this.pending) {
      this.#taken = { data: checked };
      root?.cancel(new Cancelled('checkpoint'));
    }
    return promise;
  }

  #check(data: unknown): unknown {
    if (this.#schema === undefined) throw new BadCheckpoint('the game declares no "checkpoint" schema');
    try {
      return checkedPlain(this.#schema, 'data', data);
    } catch (error) {
      throw error instanceof TypeError ? new BadCheckpoint(error.message) : error;
    }
  }
}

/** Waits for its own cancellation, which comes at once or when a shield around it has ended. */
class CheckpointWait extends Wait<never> {
  get label(): string {
    return 'checkpoint';
  }

  protected override attach(): void {}
  protected override detach(): void {}
}
