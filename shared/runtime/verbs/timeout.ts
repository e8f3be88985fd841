/** A function with a deadline. When it cuts something off, `timeout` throws and `within` gives a default. */
import type { CallSite } from '../errors/call-site.ts';
import { BodyScope, type ScopeOptions } from '../kernel/body-scope.ts';
import { TimeoutError, type Cancelled } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkLimit } from '../errors/argument-checks.ts';
import type { ScopeHandle } from '../kernel/scope-handle.ts';
import type { Outcome, Strand } from '../kernel/strand.ts';
import { Settled } from '../kernel/wait.ts';

class TimeoutScope extends BodyScope {
  readonly #ms: number;
  readonly #site: CallSite | undefined;

  constructor(kernel: Kernel, ms: number) {
    super(kernel, `timeout(${ms})`);
    this.#ms = ms;
    this.#site = kernel.callSite();
  }

  /** Nobody else can cancel it: its function gets no handle. */
  protected override cutShort(by: Cancelled): Outcome {
    return { kind: 'failed', error: timeoutError(this.#ms, this.#site, by) };
  }
}

function timeoutError(ms: number, site: CallSite | undefined, cause?: unknown): TimeoutError {
  return new TimeoutError(`timed out after ${ms} ms`, { cause, site });
}

export function timeout<T>(kernel: Kernel, ms: number, fn: () => Promise<T>): Promise<T> {
  const strand = kernel.enter('timeout');
  checkLimit('timeout(ms, fn)', ms);
  if (ms <= 0) return Settled.failing(strand, 'timeout', timeoutError(ms, kernel.callSite()));
  return openFor(strand, new TimeoutScope(kernel, ms), ms, () => fn()) as Promise<T>;
}

export function within<T, Otherwise>(
  kernel: Kernel,
  ms: number,
  fn: (scope: ScopeHandle) => Promise<T>,
  { otherwise }: ScopeOptions<Otherwise>,
): Promise<T | Otherwise> {
  const strand = kernel.enter('within');
  checkLimit('within(ms, fn)', ms);
  if (ms <= 0) return Settled.atOnce<unknown>(strand, 'within', otherwise) as Promise<T | Otherwise>;
  return openFor(strand, new BodyScope(kernel, `within(${ms})`, otherwise), ms, fn) as Promise<T | Otherwise>;
}

function openFor(strand: Strand, opened: BodyScope, ms: number, fn: (scope: ScopeHandle) => unknown): Promise<unknown> {
  return opened.open(strand, () => {
    opened.expireIn(ms);
    opened.start(fn);
  });
}
