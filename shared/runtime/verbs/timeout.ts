/** A function with a deadline: `timeout` throws when it passes, `within` gives undefined. */
import { BodyScope, type ScopeHandle } from '../body-scope.ts';
import { TimeoutError } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import type { Outcome, Strand } from '../strand.ts';
import { Settled } from '../wait.ts';

class TimeoutScope extends BodyScope {
  readonly #ms: number;

  constructor(kernel: Kernel, ms: number) {
    super(kernel, `timeout(${ms})`);
    this.#ms = ms;
  }

  protected override finish(outcome: Outcome): void {
    const timedOut = outcome.kind === 'cancelled' && this.expired && this.enclosing === undefined;
    super.finish(timedOut ? { kind: 'failed', error: timeoutError(this.#ms, outcome.by) } : outcome);
  }
}

function timeoutError(ms: number, cause?: unknown): TimeoutError {
  return new TimeoutError(`timed out after ${ms} ms`, { cause });
}

export function timeout<T>(kernel: Kernel, ms: number, fn: (scope: ScopeHandle) => Promise<T>): Promise<T | undefined> {
  const strand = kernel.enter('timeout');
  if (ms <= 0) return Settled.failing(strand, 'timeout', timeoutError(ms));
  return openFor(strand, new TimeoutScope(kernel, ms), ms, fn);
}

export function within<T>(kernel: Kernel, ms: number, fn: (scope: ScopeHandle) => Promise<T>): Promise<T | undefined> {
  const strand = kernel.enter('within');
  if (ms <= 0) return Settled.atOnce<T | undefined>(strand, 'within', undefined);
  return openFor(strand, new BodyScope(kernel, `within(${ms})`), ms, fn);
}

function openFor<T>(
  strand: Strand,
  opened: BodyScope,
  ms: number,
  fn: (scope: ScopeHandle) => Promise<T>,
): Promise<T | undefined> {
  const { clock } = strand.kernel;
  return opened.open(strand, () => {
    opened.deadlineTick = ms === Infinity ? undefined : clock.tick + clock.ticksFor(ms);
    opened.start(fn);
  }) as Promise<T | undefined>;
}
