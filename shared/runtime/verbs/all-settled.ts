/** Runs functions side by side and tells how each of them ended; a failure cancels nobody. */
import { BranchScope, type Branch } from '../branch-scope.ts';
import type { Kernel } from '../kernel.ts';
import type { Outcome } from '../strand.ts';

/** How the functions of `allSettled` ended, in their order. */
export type SettledResults<T extends readonly Branch[]> = {
  -readonly [K in keyof T]: PromiseSettledResult<Awaited<ReturnType<T[K]>>>;
};

class AllSettledScope extends BranchScope {
  readonly #results: PromiseSettledResult<unknown>[] = [];
  #cancelled = false;

  protected override branchEnded(index: number, outcome: Outcome): void {
    if (outcome.kind === 'done') this.#results[index] = { status: 'fulfilled', value: outcome.value };
    else if (outcome.kind === 'failed') this.#results[index] = { status: 'rejected', reason: outcome.error };
    else this.#cancelled = true;
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    return this.#cancelled ? this.cancelledOutcome() : { kind: 'done', value: this.#results };
  }
}

export function allSettled<const T extends readonly Branch[]>(kernel: Kernel, branches: T): Promise<SettledResults<T>> {
  const strand = kernel.enter('allSettled');
  const opened = new AllSettledScope(kernel, 'allSettled');
  return opened.open(strand, () => opened.start(branches)) as Promise<SettledResults<T>>;
}
