/** Runs functions side by side until one succeeds. The others are cancelled and waited for. */
import { BranchScope, type Branch } from '../kernel/branch-scope.ts';
import { Cancelled, TaskGroupError } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Outcome, Strand } from '../kernel/strand.ts';

class AnyScope extends BranchScope {
  #winner: Outcome | undefined;
  readonly #failures: unknown[] = [];

  protected override branchEnded(index: number, outcome: Outcome, strand: Strand): void {
    if (outcome.kind === 'failed' && this.#winner !== undefined) {
      this.record(strand.order, outcome.error);
    } else if (outcome.kind === 'failed') {
      this.#failures[index] = outcome.error;
    } else if (outcome.kind === 'done' && this.#winner === undefined) {
      this.#winner = outcome;
      this.cancel(new Cancelled('any() has its winner'));
    }
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    if (this.#winner !== undefined) return this.#winner;
    const failures = this.#failures.filter(() => true);
    return failures.length > 0
      ? { kind: 'failed', error: new TaskGroupError(failures, this.name) }
      : this.cancelledOutcome();
  }
}

export function any<const T extends readonly Branch[]>(
  kernel: Kernel,
  branches: T,
): Promise<Awaited<ReturnType<T[number]>>> {
  const strand = kernel.enter('any');
  if (branches.length === 0) throw new RangeError('any() needs at least one function: nothing could ever succeed');
  const opened = new AnyScope(kernel, 'any');
  return opened.open(strand, () => opened.start(branches)) as Promise<Awaited<ReturnType<T[number]>>>;
}
