/** A scope whose strands are the branches of `all`, `allSettled`, `race` or `any`. */
import { Scope } from './scope.ts';
import type { Outcome, Strand } from './strand.ts';

/** One of the functions that run side by side. */
export type Branch = () => unknown;

export abstract class BranchScope extends Scope {
  readonly #indexes = new Map<Strand, number>();

  start(branches: readonly Branch[]): void {
    this.waited = branches.length > 0;
    for (const [index, branch] of branches.entries()) {
      this.#indexes.set(this.add(`${this.name}[${index}]`, branch), index);
    }
  }

  override nameOf(strand: Strand): string {
    return this.#indexes.has(strand) ? strand.name : super.nameOf(strand);
  }

  protected override ended(strand: Strand, outcome: Outcome): void {
    const index = this.#indexes.get(strand);
    if (index === undefined) super.ended(strand, outcome);
    else this.branchEnded(index, outcome, strand);
  }

  protected abstract branchEnded(index: number, outcome: Outcome, strand: Strand): void;

  /** The outcome of a cancellation, its own or from around it. */
  protected cancelledOutcome(): Outcome {
    const by = this.interruption;
    return by === undefined ? { kind: 'done', value: undefined } : { kind: 'cancelled', by };
  }
}
