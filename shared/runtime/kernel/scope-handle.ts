/** What the body of a scope gets: a handle on its own scope, which may be kept and asked when that has ended. */
import { Cancelled } from '../errors/errors.ts';
import { checkLimit } from '../errors/argument-checks.ts';
import { requireText } from '../errors/readable.ts';
import { ScopeSignal } from './scope-signal.ts';
import type { Scope } from './scope.ts';
import { spawnArgs, type SpawnArgs, type Task } from './task.ts';

/**
 * running: also while it cleans up · done: it has given what its body returned · failed: it has thrown an error ·
 * expired: its deadline cut something off · cancelled: by its handle, or from around it.
 */
export type ScopeState = 'running' | 'done' | 'failed' | 'expired' | 'cancelled';

/** A scope with a body, which tells how it ended. */
type HandledScope = Scope & { readonly state: ScopeState };

/**
 * A scope, for the function that runs in it.
 *
 * @example
 * await room.within(10_000, async (scope) => {
 *   scope.spawn('clock', () => tickDown(room));
 *   await room.until(() => solved);
 *   scope.cancel('solved');
 * });
 */
export class ScopeHandle {
  readonly #scope: HandledScope;
  #signal: ScopeSignal | undefined;

  constructor(scope: HandledScope) {
    this.#scope = scope;
  }

  /**
   * Starts a task in this scope, which waits for it, also from outside of it.
   *
   * @param name as of `room.spawn`
   * @throws {@link ScopeClosed} where the scope has ended
   */
  spawn<T>(name: string, fn: () => T | Promise<T>): Task<T>;
  spawn<T>(fn: () => T | Promise<T>): Task<T>;
  spawn<T>(...args: SpawnArgs<T>): Task<T> {
    const { name, fn } = spawnArgs(args);
    this.#scope.kernel.enter('spawn', name);
    return this.#scope.spawn(name, fn);
  }

  /** Cancels everything in this scope. */
  cancel(reason = 'scope.cancel()'): void {
    this.#scope.kernel.touch('scope.cancel');
    requireText('scope.cancel(reason)', reason);
    this.#scope.cancel(new Cancelled(reason, { site: this.#scope.kernel.callSite() }));
  }

  get cancelled(): boolean {
    return this.#scope.interruption !== undefined;
  }

  /** The deadline has passed. */
  get expired(): boolean {
    return this.#scope.expired;
  }

  /**
   * How the scope has ended.
   *
   * @example
   * let turn: ScopeHandle | undefined;
   * await room.within(5_000, (scope) => ((turn = scope), takeTurn(room)));
   * if (turn?.state === 'expired') skip();
   */
  get state(): ScopeState {
    return this.#scope.state;
  }

  /** Match time in ms at which the scope is cancelled; set it to move it, or to undefined or Infinity for none. */
  get deadline(): number | undefined {
    const tick = this.#scope.deadlineTick;
    return tick === undefined ? undefined : this.#scope.kernel.clock.timeOf(tick);
  }

  set deadline(timeMs: number | undefined) {
    const { clock } = this.#scope.kernel;
    this.#scope.kernel.touch('scope.deadline');
    if (timeMs !== undefined) checkLimit('scope.deadline = timeMs', timeMs);
    if (timeMs === undefined || timeMs === Infinity) this.#scope.deadlineTick = undefined;
    else this.#scope.deadlineTick = timeMs <= clock.now ? clock.tick : clock.tick + clock.ticksFor(timeMs - clock.now);
  }

  /**
   * Match time in ms until this scope is cancelled by the nearest deadline, its own or one around it: Infinity where there
   * is none, 0 where it is cancelled already. It stands still while timers are paused.
   *
   * @example
   * if (scope.remainingMs > 2_000) await celebrate(room);
   */
  get remainingMs(): number {
    return remainingMsOf(this.#scope);
  }

  get paused(): boolean {
    return this.#scope.paused;
  }

  /**
   * Holds the timers in this scope: its deadline, and the sleeps, timeouts, periods and deadlines of everything in it. They
   * go on with the time they had left after `resume()`. Messages, events and `nextTick()` go on; so does all cleanup, as a
   * cancellation ends the pause.
   *
   * @example
   * scope.pause();
   * await vote(room);
   * scope.resume();
   */
  pause(): void {
    this.#scope.kernel.touch('scope.pause');
    this.#scope.pause();
  }

  resume(): void {
    this.#scope.kernel.touch('scope.resume');
    this.#scope.resume();
  }

  /** Aborts with the scope's cancellation, for helpers that take an AbortSignal. */
  get signal(): ScopeSignal {
    return (this.#signal ??= new ScopeSignal(this.#scope));
  }
}

function remainingMsOf(scope: Scope): number {
  const { clock } = scope.kernel;
  let tick = Infinity;
  for (let around: Scope | undefined = scope; around !== undefined; around = around.owner?.scope) {
    if (around.interruption !== undefined) return 0;
    tick = Math.min(tick, around.deadlineTick ?? Infinity);
    if (around.shields) break;
  }
  return tick === Infinity ? Infinity : Math.max(0, clock.timeOf(tick) - clock.now);
}
