/** Runs functions side by side and reports how each ended. A failure cancels none of the others. */
import { BranchScope, type Branch } from '../kernel/branch-scope.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkLimit } from '../errors/argument-checks.ts';
import type { Outcome } from '../kernel/strand.ts';

/** A time limit for functions that run side by side. */
export interface LimitOptions {
  /** In ms of match time; Infinity for no limit. Functions that have not ended by then are cancelled. */
  readonly timeoutMs: number;
}

/** How functions that ran side by side have ended, in their order. */
export type SettledResults<T extends readonly Branch[]> = {
  -readonly [K in keyof T]: PromiseSettledResult<Awaited<ReturnType<T[K]>>>;
};

/** The result of a function that the deadline has cut off. */
export interface CancelledResult {
  /** Tells it from the results of functions that ended by themselves. */
  readonly status: 'cancelled';
}

/** How functions have ended that ran side by side with a time limit, in their order. */
export type LimitedResults<T extends readonly Branch[]> = {
  -readonly [K in keyof T]: PromiseSettledResult<Awaited<ReturnType<T[K]>>> | CancelledResult;
};

class AllSettledScope extends BranchScope {
  readonly #results: (PromiseSettledResult<unknown> | CancelledResult)[] = [];
  #cancelled = false;

  protected override branchEnded(index: number, outcome: Outcome): void {
    if (outcome.kind === 'done') this.#results[index] = { status: 'fulfilled', value: outcome.value };
    else if (outcome.kind === 'failed') this.#results[index] = { status: 'rejected', reason: outcome.error };
    else if (this.expired && outcome.by === this.own) this.#results[index] = { status: 'cancelled' };
    else this.#cancelled = true;
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    return this.#cancelled ? this.cancelledOutcome() : { kind: 'done', value: this.#results };
  }
}

export function allSettled(kernel: Kernel, branches: readonly Branch[], options?: LimitOptions): Promise<unknown> {
  const strand = kernel.enter('allSettled');
  if (options !== undefined) checkLimit('allSettled(fns, { timeoutMs })', options.timeoutMs);
  const opened = new AllSettledScope(kernel, 'allSettled');
  return opened.open(strand, () => {
    opened.start(branches);
    if (options !== undefined) opened.expireIn(options.timeoutMs);
  });
}
