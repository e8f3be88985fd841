/** A scope: a function, and every task spawned in it, ended together. */
import { BodyScope, type ScopeOptions } from '../kernel/body-scope.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ScopeHandle } from '../kernel/scope-handle.ts';
import { functionName } from '../kernel/task.ts';

export function scope<T, Otherwise>(
  kernel: Kernel,
  fn: (scope: ScopeHandle) => Promise<T>,
  { otherwise }: ScopeOptions<Otherwise>,
): Promise<T | Otherwise> {
  const strand = kernel.enter('scope');
  const opened = new BodyScope(kernel, functionName(fn) ?? 'scope', otherwise);
  return opened.open(strand, () => opened.start(fn)) as Promise<T | Otherwise>;
}
