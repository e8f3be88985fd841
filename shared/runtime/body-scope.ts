/** A scope around one function, its body, and the tasks spawned from it. */
import { Cancelled } from './errors.ts';
import { requireText } from './readable.ts';
import { Scope } from './scope.ts';
import type { Outcome, Strand } from './strand.ts';
import type { Task } from './task.ts';

/** What the body of `scope`, `timeout` and `within` gets: a handle on its own scope. */
export interface ScopeHandle {
  /** Runs a task that this scope waits for. */
  spawn<T>(name: string, fn: () => T | Promise<T>): Task<T>;
  /** Cancels everything in this scope. */
  cancel(reason?: string): void;
  readonly cancelled: boolean;
  /** The deadline has passed. */
  readonly expired: boolean;
  /** Match time in ms at which the scope is cancelled; set it to move it, or to undefined for none. */
  deadline: number | undefined;
}

export class BodyScope extends Scope {
  #body: Strand | undefined;
  #outcome: Outcome | undefined;

  start(fn: (handle: ScopeHandle) => unknown, name = 'body'): Strand {
    this.#body = this.add(name, () => fn(new Handle(this)));
    return this.#body;
  }

  protected override ended(strand: Strand, outcome: Outcome): void {
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
    return this.failure ?? this.#outcome ?? { kind: 'done', value: undefined };
  }
}

class Handle implements ScopeHandle {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  spawn<T>(name: string, fn: () => T | Promise<T>): Task<T> {
    this.#scope.kernel.enter('spawn', name);
    return this.#scope.spawn(name, fn);
  }

  cancel(reason = 'scope.cancel()'): void {
    this.#scope.kernel.touch('scope.cancel');
    requireText('scope.cancel(reason)', reason);
    this.#scope.cancel(new Cancelled(reason));
  }

  get cancelled(): boolean {
    return this.#scope.interruption !== undefined;
  }

  get expired(): boolean {
    return this.#scope.expired;
  }

  get deadline(): number | undefined {
    const tick = this.#scope.deadlineTick;
    return tick === undefined ? undefined : this.#scope.kernel.clock.timeOf(tick);
  }

  set deadline(ms: number | undefined) {
    const { clock } = this.#scope.kernel;
    this.#scope.kernel.touch('scope.deadline');
    if (ms === undefined || ms === Infinity) this.#scope.deadlineTick = undefined;
    else this.#scope.deadlineTick = ms <= clock.now ? clock.tick : clock.tick + clock.ticksFor(ms - clock.now);
  }
}
