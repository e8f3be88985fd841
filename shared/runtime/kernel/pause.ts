/** Pausing the timers of a scope: its deadline, and the sleeps, timeouts, periods and deadlines of everything in it. */
import type { Due } from './clock.ts';
import type { KernelSystem } from './kernel-system.ts';
import type { Scope } from './scope.ts';

/** Whether timers in `scope` are paused, by it or a scope around it. Cancelled scopes are not paused, so that they end. */
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

/** Schedules a timer of `scope`, paused from the start if the scope is. */
export function schedule(scope: Scope, due: Due, tick: number): void {
  const { clock } = scope.kernel;
  clock.add(due, tick);
  if (isPaused(scope)) clock.pause(due);
}

/** Pauses all timers in a scope. */
export function pauseTimers(scope: Scope): void {
  const { clock } = scope.kernel;
  eachTimer(
    scope,
    (due) => clock.pause(due),
    (system) => system.pause(),
  );
}

/** Resumes all timers in a scope with the time they had left, except in scopes inside it that are paused themselves. */
export function resumeTimers(scope: Scope): void {
  const { clock } = scope.kernel;
  eachTimer(
    scope,
    (due) => clock.resume(due),
    (system) => system.resume(),
  );
}

function eachTimer(scope: Scope, visit: (due: Due) => void, visitSystem: (system: KernelSystem) => void): void {
  // Iterative, as scopes may be nested deeper than the call stack.
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
