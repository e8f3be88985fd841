/** Runs functions side by side until a number of them have succeeded. The others are cancelled and waited for. */
import { BranchScope, type Branch } from '../kernel/branch-scope.ts';
import { Cancelled, TaskGroupError } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount, checkLimit } from '../errors/argument-checks.ts';
import type { Outcome, Strand } from '../kernel/strand.ts';
import type { LimitOptions } from './all-settled.ts';

class SomeScope extends BranchScope {
  readonly #count: number;
  readonly #most: number;
  readonly #values: unknown[] = [];
  readonly #failures: unknown[] = [];
  #failed = 0;

  /** @param most the number of functions */
  constructor(kernel: Kernel, count: number, most: number) {
    super(kernel, 'some');
    this.#count = count;
    this.#most = most;
  }

  protected override branchEnded(index: number, outcome: Outcome, strand: Strand): void {
    if (outcome.kind === 'failed' && this.own !== undefined) {
      this.record(strand.order, outcome.error);
    } else if (outcome.kind === 'failed') {
      this.#failures[index] = outcome.error;
      if (++this.#failed > this.#most - this.#count) this.cancel(new Cancelled('some() cannot have enough any more'));
    } else if (outcome.kind === 'done' && this.own === undefined) {
      this.#values.push(outcome.value);
      if (this.#values.length === this.#count) this.cancel(new Cancelled('some() has enough'));
    }
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    if (this.#values.length === this.#count || this.expired) return { kind: 'done', value: this.#values };
    const failures = this.#failures.filter(() => true);
    return failures.length > 0
      ? { kind: 'failed', error: new TaskGroupError(failures, this.name) }
      : this.cancelledOutcome();
  }
}

export function some(
  kernel: Kernel,
  count: number,
  branches: readonly Branch[],
  options?: LimitOptions,
): Promise<unknown> {
  const strand = kernel.enter('some');
  const most = branches.length;
  checkCount(`some(count, fns) takes 1 to ${most}, the number of functions`, count, 1, most);
  if (options !== undefined) checkLimit('some(count, fns, { timeoutMs })', options.timeoutMs);
  const opened = new SomeScope(kernel, count, most);
  return opened.open(strand, () => {
    opened.start(branches);
    if (options !== undefined) opened.expireIn(options.timeoutMs);
  });
}
