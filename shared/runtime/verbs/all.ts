/** Runs functions side by side and waits for all of them; the first failure cancels the others. */
import { BranchScope, type Branch } from '../kernel/branch-scope.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Outcome, Strand } from '../kernel/strand.ts';

/** The results of functions that run side by side, in their order. */
export type Results<T extends readonly Branch[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

class AllScope extends BranchScope {
  readonly #results: unknown[] = [];
  #done = 0;
  #count = 0;

  override start(branches: readonly Branch[]): void {
    this.#count = branches.length;
    this.#results.length = branches.length;
    super.start(branches);
  }

  protected override branchEnded(index: number, outcome: Outcome, strand: Strand): void {
    this.failIfFailed(strand, outcome);
    if (outcome.kind !== 'done') return;
    this.#results[index] = outcome.value;
    this.#done++;
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    return this.#done === this.#count ? { kind: 'done', value: this.#results } : this.cancelledOutcome();
  }
}

export function all<const T extends readonly Branch[]>(kernel: Kernel, branches: T): Promise<Results<T>> {
  const strand = kernel.enter('all');
  const opened = new AllScope(kernel, 'all');
  return opened.open(strand, () => opened.start(branches)) as Promise<Results<T>>;
}
