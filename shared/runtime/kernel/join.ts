/** Waiting for another strand to end. */
import type { CallSite } from '../errors/call-site.ts';
import { TaskCancelled } from '../errors/errors.ts';
import type { Outcome, Strand } from './strand.ts';
import { Wait } from './wait.ts';

export class Join extends Wait<unknown> {
  readonly #target: Strand;
  readonly #site: CallSite | undefined;

  constructor(strand: Strand, target: Strand) {
    // The task's scope reports its error.
    super(strand, true);
    this.#target = target;
    this.#site = strand.kernel.callSite();
  }

  override get awaited(): Iterable<Strand> {
    return [this.#target];
  }

  get label(): string {
    return `join "${this.#target.name}"`;
  }

  settle(outcome: Outcome): void {
    if (outcome.kind === 'done') this.succeed(outcome.value);
    else this.fail(joinError(this.#target, outcome, this.#site));
  }

  protected override attach(): void {
    if (this.#target.ended === undefined) this.#target.join(this);
    else this.settle(this.#target.ended);
  }

  protected override detach(): void {
    this.#target.unjoin(this);
  }
}

export function joinError(
  target: Strand,
  outcome: Exclude<Outcome, { kind: 'done' }>,
  site: CallSite | undefined,
): unknown {
  return outcome.kind === 'failed' ? outcome.error : new TaskCancelled(target.name, outcome.by, site);
}
