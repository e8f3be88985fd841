/** A scope around one function, its body, and the tasks spawned from it. */
import { Cancelled } from '../errors/errors.ts';
import type { Kernel } from './kernel.ts';
import { ScopeHandle, type ScopeState } from './scope-handle.ts';
import { Scope } from './scope.ts';
import type { Outcome, Strand } from './strand.ts';

/** What a scope that was cut short gives. */
export interface ScopeOptions<Otherwise> {
  /** Given if the scope was cancelled by its handle, or its deadline cut something off; undefined unless passed. */
  readonly otherwise?: Otherwise;
}

export class BodyScope extends Scope {
  readonly #otherwise: unknown;
  #body: Strand | undefined;
  #outcome: Outcome | undefined;
  /** The outcome of a strand that the deadline cut off. */
  #cutOff: Outcome | undefined;
  #state: ScopeState = 'running';

  constructor(kernel: Kernel, name: string, otherwise?: unknown) {
    super(kernel, name);
    this.#otherwise = otherwise;
  }

  start(fn: (handle: ScopeHandle) => unknown, name = 'body'): Strand {
    this.#body = this.add(name, () => fn(new ScopeHandle(this)));
    return this.#body;
  }

  override nameOf(strand: Strand): string {
    return strand === this.#body ? this.name : super.nameOf(strand);
  }

  protected override ended(strand: Strand, outcome: Outcome): void {
    if (this.expired && outcome.kind === 'cancelled' && outcome.by === this.own) this.#cutOff ??= outcome;
    if (strand !== this.#body) {
      super.ended(strand, outcome);
      return;
    }
    this.#outcome = outcome;
    this.waited = this.strands.size > 0;
    if (outcome.kind !== 'failed') return;
    this.record(Infinity, outcome.error);
    this.cancel(new Cancelled(`the body of "${this.name}" failed`, { cause: outcome.error }));
  }

  protected override conclude(): Outcome {
    return this.failure ?? this.#cutOff ?? this.#outcome ?? { kind: 'done', value: undefined };
  }

  protected override finish(outcome: Outcome): void {
    if (outcome.kind === 'failed') this.#state = 'failed';
    else if (this.passesOn(outcome)) this.#state = 'cancelled';
    else if (outcome.kind === 'cancelled') this.#state = this.expired ? 'expired' : 'cancelled';
    else this.#state = 'done';
    const cutShort = outcome.kind === 'cancelled' && this.enclosing === undefined;
    super.finish(cutShort ? this.cutShort(outcome.by) : outcome);
  }

  get state(): ScopeState {
    return this.#state;
  }

  /** The outcome after its own cancellation. */
  protected cutShort(_by: Cancelled): Outcome {
    return { kind: 'done', value: this.#otherwise };
  }
}
