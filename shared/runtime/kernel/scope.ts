/** Owns strands and a deadline. It ends only when all its strands have ended; verbs decide what that comes to. */
import type { Due } from './clock.ts';
import { Cancelled, LimitReached, ScopeClosed, TaskGroupError } from '../errors/errors.ts';
import { afterInterrupt, interruptFrom, type Interruptible } from './interrupt.ts';
import type { Kernel } from './kernel.ts';
import type { KernelSystem } from './kernel-system.ts';
import { List } from './list.ts';
import { pauseTimers, isPaused, resumeTimers, schedule } from './pause.ts';
import { Strand, type Outcome } from './strand.ts';
import { functionName, Task } from './task.ts';
import { caught } from '../errors/thrown.ts';
import { Wait } from './wait.ts';

export abstract class Scope implements Due {
  readonly kernel: Kernel;
  readonly name: string;
  readonly order: number;
  dueTick = 0;
  /** Its deadline has passed. */
  expired = false;
  /** Its timers stand still, unless it is cancelled. */
  paused = false;
  closed = false;
  readonly strands = new List<Strand>();
  /** Cancelled itself, by its handle, its deadline, or an error in it. */
  own: Cancelled | undefined;
  /** A cancelled scope is around it. */
  enclosing: Cancelled | undefined;
  readonly #errors: { readonly order: number; readonly error: unknown }[] = [];
  /** It had to wait for strands other than its body, so a cancellation around it counts. */
  protected waited = false;
  /** Tasks were spawned in it. */
  protected spawned = false;
  #opened: ScopeWait | undefined;
  #systems: Set<KernelSystem> | undefined;
  #atCancel: (() => void)[] | undefined;
  #spawnedWhileCancelled = 0;
  #unnamedTasks = 0;
  #hasDeadline = false;

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel;
    this.name = name;
    this.order = kernel.clock.nextOrder();
  }

  /** The cancellation that its strands feel. */
  get interruption(): Cancelled | undefined {
    return this.own ?? this.enclosing;
  }

  /** The strand that waits for its end; none waits for that of a script. */
  get owner(): Strand | undefined {
    return this.#opened?.strand;
  }

  /** What one of its strands is called in a path through the task tree. */
  nameOf(strand: Strand): string {
    return `${this.name} › ${strand.name}`;
  }

  /** Calls `fn` in the moment in which this scope is cancelled, by itself or from around it. */
  atCancel(fn: () => void): void {
    (this.#atCancel ??= []).push(fn);
  }

  protected tellCancelled(): void {
    const listeners = this.#atCancel;
    this.#atCancel = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener();
  }

  /** Once the cancellation has reached everything that it covers: listeners are the script's, and may cancel more. */
  protected tellLater(): void {
    if (this.#atCancel !== undefined) afterInterrupt(() => this.tellCancelled());
  }

  /** Opens the scope for `owner`, which waits until it has ended. */
  open(owner: Strand, start: () => void): Promise<unknown> {
    const wait = new ScopeWait(owner, this, start);
    this.#opened = wait;
    return this.shields ? wait.beginShielded() : wait.begin();
  }

  /** Keeps cancellations from outside away from its strands. */
  get shields(): boolean {
    return false;
  }

  add(name: string, fn: () => unknown): Strand {
    if (this.closed) throw new ScopeClosed(name, this.name);
    const { kernel } = this;
    if (this.interruption !== undefined && ++this.#spawnedWhileCancelled > kernel.limits.spawnsWhileCancelled) {
      throw new LimitReached('tasks spawned in a cancelled scope', kernel.limits.spawnsWhileCancelled);
    }
    kernel.countStrand();
    const strand = new Strand(this, name, fn);
    this.strands.add(strand);
    kernel.makeReady(strand);
    return strand;
  }

  /** Runs a task that this scope waits for; the caller has checked that it may be spawned now. */
  spawn<T>(name: string | undefined, fn: () => T | Promise<T>): Task<T> {
    const strand = this.add(name ?? functionName(fn) ?? `task ${++this.#unnamedTasks}`, fn);
    this.spawned = true;
    return new Task<T>(strand);
  }

  cancel(cancelled: Cancelled): void {
    interruptFrom(this.cancelItself(cancelled), cancelled);
    this.tellCancelled();
  }

  /** Takes its own cancellation in. Gives the first strand that is to be interrupted with it. */
  protected cancelItself(cancelled: Cancelled): Strand | undefined {
    if (this.closed || this.own !== undefined) return undefined;
    this.own = cancelled;
    this.#forgetPause();
    this.#stopSystems();
    return this.strands.first;
  }

  /** A scope around this one was cancelled. Gives the first strand that is to be interrupted with it. */
  enclose(cancelled: Cancelled): Strand | undefined {
    if (this.closed || this.enclosing !== undefined) return undefined;
    this.enclosing = cancelled;
    this.#forgetPause();
    this.#stopSystems();
    this.tellLater();
    return this.strands.first;
  }

  /** Something in it that is not a strand failed. */
  fail(what: string, thrown: unknown): void {
    const error = caught(thrown);
    this.kernel.failures.noteIn(error, this, what);
    this.record(this.kernel.clock.nextOrder(), error);
    this.cancel(new Cancelled(`${what} of "${this.name}" failed`, { cause: error }));
  }

  get deadlineTick(): number | undefined {
    return this.#hasDeadline ? this.kernel.clock.dueTickOf(this) : undefined;
  }

  set deadlineTick(tick: number | undefined) {
    if (this.closed) return;
    const { clock } = this.kernel;
    if (this.#hasDeadline) clock.remove(this);
    this.#hasDeadline = tick !== undefined && !this.expired;
    if (tick === undefined || this.expired) return;
    if (tick <= clock.tick) this.fire();
    else schedule(this, this, tick);
  }

  /** Gives it a deadline, `ms` from now. */
  expireIn(ms: number): void {
    const { clock } = this.kernel;
    this.deadlineTick = ms === Infinity ? undefined : ms <= 0 ? clock.tick : clock.tick + clock.ticksFor(ms);
  }

  fire(): void {
    this.#hasDeadline = false;
    this.expired = this.own === undefined;
    this.expire();
  }

  protected expire(): void {
    this.cancel(new Cancelled(`the deadline of "${this.name}" has passed`));
  }

  addSystem(system: KernelSystem): void {
    (this.#systems ??= new Set()).add(system);
  }

  removeSystem(system: KernelSystem): void {
    this.#systems?.delete(system);
  }

  eachSystem(fn: (system: KernelSystem) => void): void {
    this.#systems?.forEach(fn);
  }

  /** Holds all timers in it, until it goes on or is cancelled. */
  pause(): void {
    if (this.paused || this.closed || this.own !== undefined || this.enclosing !== undefined) return;
    const held = isPaused(this);
    this.paused = true;
    this.kernel.pausedScopes++;
    if (!held) pauseTimers(this);
  }

  resume(): void {
    if (!this.paused) return;
    this.#forgetPause();
    if (!isPaused(this)) resumeTimers(this);
  }

  #forgetPause(): void {
    if (!this.paused) return;
    this.paused = false;
    this.kernel.pausedScopes--;
  }

  #stopSystems(): void {
    if (this.#systems !== undefined) for (const system of this.#systems) system.stop();
  }

  strandEnded(strand: Strand, outcome: Outcome): void {
    this.strands.remove(strand);
    this.kernel.strandCount--;
    this.ended(strand, outcome);
    this.endIfEmpty();
  }

  endIfEmpty(): void {
    if (this.strands.size > 0 || this.closed) return;
    this.closed = true;
    this.#forgetPause();
    this.#stopSystems();
    this.#systems = undefined;
    this.#atCancel = undefined;
    if (this.#hasDeadline) this.kernel.clock.remove(this);
    this.finish(this.conclude());
  }

  /** A strand of this scope has ended: what does that mean for the others? */
  protected ended(strand: Strand, outcome: Outcome): void {
    this.failIfFailed(strand, outcome);
  }

  /** A strand that failed cancels the others. */
  protected failIfFailed(strand: Strand, outcome: Outcome): void {
    if (outcome.kind !== 'failed') return;
    this.record(strand.order, outcome.error);
    this.cancel(new Cancelled(`"${strand.name}" failed`, { cause: outcome.error }));
  }

  /** All strands have ended: what does the scope come to, leaving aside what is around it? */
  protected abstract conclude(): Outcome;

  /** A cancellation around it goes on through its end. */
  protected passesOn(outcome: Outcome): boolean {
    return this.enclosing !== undefined && (outcome.kind === 'cancelled' || (this.waited && !this.shields));
  }

  /** Tells the owner. */
  protected finish(outcome: Outcome): void {
    const wait = this.#opened;
    if (wait === undefined) return;
    if (outcome.kind === 'failed') wait.fail(outcome.error);
    else if (this.passesOn(outcome)) wait.fail(this.enclosing);
    else if (outcome.kind === 'cancelled') wait.succeed(undefined);
    else wait.succeed(outcome.value);
  }

  protected record(order: number, error: unknown): void {
    this.#errors.push({ order, error });
  }

  /**
   * What failed in it, in the order given when recorded, each error object once: a single error as it is, several, or
   * any in a scope with tasks, as a group.
   */
  protected get failure(): Outcome | undefined {
    if (this.#errors.length === 0) return undefined;
    const errors = [...new Set(this.#errors.sort((a, b) => a.order - b.order).map(({ error }) => error))];
    const single = errors.length === 1 && !this.spawned;
    return { kind: 'failed', error: single ? errors[0] : new TaskGroupError(errors, this.name) };
  }
}

/** The owner of a scope waits for its end. A cancellation goes through to the scope, and the wait ends when that does. */
class ScopeWait extends Wait<unknown> {
  readonly scope: Scope;
  #start: () => void;

  constructor(strand: Strand, scope: Scope, start: () => void) {
    super(strand);
    this.scope = scope;
    this.#start = start;
  }

  get label(): string {
    return this.scope.name;
  }

  override get innerScope(): Scope {
    return this.scope;
  }

  override get awaited(): Iterable<Strand> {
    return this.scope.strands;
  }

  override feel(cancelled: Cancelled): Interruptible | undefined {
    return this.pending ? this.scope.enclose(cancelled) : undefined;
  }

  protected override attach(): void {
    try {
      this.#start();
    } catch (error) {
      this.scope.fail('the start', error);
    }
    this.scope.endIfEmpty();
  }

  protected override detach(): void {}
}
