/** A scope: a function, and every task spawned in it, ended together. */
import { BodyScope, type ScopeHandle } from '../body-scope.ts';
import type { Kernel } from '../kernel.ts';

export function scope<T>(kernel: Kernel, fn: (scope: ScopeHandle) => Promise<T>): Promise<T | undefined> {
  const strand = kernel.enter('scope');
  const opened = new BodyScope(kernel, nameOf(fn));
  return opened.open(strand, () => opened.start(fn)) as Promise<T | undefined>;
}

/** A script may give its function any name, even one that is no text. */
function nameOf(fn: { readonly name: unknown }): string {
  return typeof fn.name === 'string' && fn.name !== '' ? fn.name : 'scope';
}
