/** Runs functions side by side until one settles. The others are cancelled and waited for. */
import { BranchScope, type Branch } from '../kernel/branch-scope.ts';
import { Cancelled } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Outcome, Strand } from '../kernel/strand.ts';

class RaceScope extends BranchScope {
  #winner: Outcome | undefined;

  protected override branchEnded(_index: number, outcome: Outcome, strand: Strand): void {
    if (outcome.kind === 'cancelled') return;
    if (outcome.kind === 'failed') this.record(strand.order, outcome.error);
    if (this.#winner !== undefined) return;
    this.#winner = outcome;
    this.cancel(new Cancelled('the race is decided'));
  }

  protected override conclude(): Outcome {
    const { failure } = this;
    if (failure !== undefined) return failure;
    return this.#winner ?? this.cancelledOutcome();
  }
}

export function race<const T extends readonly Branch[]>(
  kernel: Kernel,
  branches: T,
): Promise<Awaited<ReturnType<T[number]>>> {
  const strand = kernel.enter('race');
  if (branches.length === 0) throw new RangeError('race() needs at least one function: nothing could ever settle it');
  const opened = new RaceScope(kernel, 'race');
  return opened.open(strand, () => opened.start(branches)) as Promise<Awaited<ReturnType<T[number]>>>;
}
