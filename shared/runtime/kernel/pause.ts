/** Timers of a scope that stand still: its deadline, and the sleeps, timeouts, periods and deadlines of all that runs in it. */
import type { Due } from './clock.ts';
import type { KernelSystem } from './kernel-system.ts';
import type { Scope } from './scope.ts';

/** Whether timers in `scope` stand still: it or one around it is paused. Nothing that is cancelled is, so that it ends. */
export function isPaused(scope: Scope): boolean {
  if (scope.kernel.pausedScopes === 0) return false;
  for (let around: Scope | undefined = scope; around !== undefined;) {
    if (around.own !== undefined || around.enclosing !== undefined) return false;
    if (around.paused) return true;
    const { owner }: Scope = around;
    if (owner === undefined || owner.interrupted !== undefined) return false;
    around = owner.scope;
  }
  return false;
}

/** Sets a timer of `scope`, which stands still from the start where that is paused. */
export function schedule(scope: Scope, due: Due, tick: number): void {
  const { clock } = scope.kernel;
  clock.add(due, tick);
  if (isPaused(scope)) clock.pause(due);
}

/** The timers of a paused scope stand still from now on. */
export function pauseTimers(scope: Scope): void {
  const { clock } = scope.kernel;
  eachTimer(
    scope,
    (due) => clock.pause(due),
    (system) => system.pause(),
  );
}

/** They go on with the time they had left, but for those in scopes that are paused themselves. */
export function resumeTimers(scope: Scope): void {
  const { clock } = scope.kernel;
  eachTimer(
    scope,
    (due) => clock.resume(due),
    (system) => system.resume(),
  );
}

function eachTimer(scope: Scope, visit: (due: Due) => void, visitSystem: (system: KernelSystem) => void): void {
  // A list of what is left to do, as scopes may be nested deeper than calls.
  const scopes = [scope];
  for (let each = scopes.pop(); each !== undefined; each = scopes.pop()) {
    visit(each);
    each.eachSystem(visitSystem);
    each.strands.each((strand) => {
      if (strand.interrupted !== undefined) return;
      strand.waits.each(({ timer, innerScope }) => {
        if (timer !== undefined) visit(timer);
        if (innerScope !== undefined && !innerScope.paused) scopes.push(innerScope);
      });
    });
  }
}
