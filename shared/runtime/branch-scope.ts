/** A scope whose strands are the branches of `all`, `allSettled`, `race` or `any`. */
import { TaskGroupError } from './errors.ts';
import { Scope } from './scope.ts';
import type { Outcome, Strand } from './strand.ts';

export type Branch = () => unknown;

export abstract class BranchScope extends Scope {
  readonly #indexes = new Map<Strand, number>();

  start(branches: readonly Branch[]): void {
    this.waited = branches.length > 0;
    for (const [index, branch] of branches.entries()) {
      this.#indexes.set(this.add(`${this.name}[${index}]`, branch), index);
    }
  }

  protected override ended(strand: Strand, outcome: Outcome): void {
    const index = this.#indexes.get(strand);
    if (index === undefined) super.ended(strand, outcome);
    else this.branchEnded(index, outcome, strand);
  }

  protected abstract branchEnded(index: number, outcome: Outcome, strand: Strand): void;

  /** What failed in it: one error of a branch as it is, several of them, or any with tasks spawned, as a group. */
  protected get failure(): Outcome | undefined {
    const { errors } = this;
    if (errors.length === 0) return undefined;
    const single = errors.length === 1 && !this.spawned;
    return { kind: 'failed', error: single ? errors[0] : new TaskGroupError(errors, this.name) };
  }

  /** Ends as cancelled: by itself, or by what is around it. */
  protected cancelledOutcome(): Outcome {
    const by = this.interruption;
    return by === undefined ? { kind: 'done', value: undefined } : { kind: 'cancelled', by };
  }
}
