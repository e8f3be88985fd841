/** A running async function of a room. It runs in turns and belongs to one scope. */
import {
  Cancelled,
  DuplicateWait,
  ForeignAwait,
  JoinCycle,
  StrayCancelled,
  StuckTask,
  TaskGroupError,
  WrongStrand,
} from '../errors/errors.ts';
import type { CallPromise } from './call-promise.ts';
import { interruptFrom, type Interruptible } from './interrupt.ts';
import { Join, joinError } from './join.ts';
import { waitsFor } from './join-cycle.ts';
import type { Kernel, Turn } from './kernel.ts';
import { List, type Linked } from './list.ts';
import type { Context } from './platform.ts';
import type { Scope } from './scope.ts';
import { caught, isCancelled, stripCancelled } from '../errors/thrown.ts';
import { Unawaited } from './unawaited.ts';
import { NO_STRANDS, rejected, type Wait } from './wait.ts';

/** How a strand or a scope ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled'; readonly by: Cancelled };

export class Strand implements Turn, Linked<Strand>, Interruptible {
  readonly kernel: Kernel;
  readonly scope: Scope;
  readonly name: string;
  /** Its place in the order of creation. */
  readonly order: number;
  /** The cancellation that covers this strand; every waiting call is rejected with it from then on. */
  interrupted: Cancelled | undefined;
  /** How it ended; undefined while it runs. */
  ended: Outcome | undefined;
  /** Given up by a detector: its code may still run, but is ignored. */
  lost = false;
  /** Its pending calls, in the order in which they were made. */
  readonly waits = new List<Wait<unknown>>();
  previous: Strand | undefined;
  next: Strand | undefined;
  #fn: () => unknown;
  #context: Context | undefined;
  /** A set only from the second joiner on: most tasks have one. */
  #joiners: Join | Set<Join> | undefined;
  #cleanups: Set<() => void> | undefined;
  /** The outcome of its function; the strand ends once its pending calls have. */
  #outcome: Outcome | undefined;
  #closing = false;
  /** It was cancelled, and has called a verb in this turn. */
  #calledAgain = false;
  #swallowed = 0;
  /** Undefined in most strands. */
  #unawaited: Unawaited | undefined;

  constructor(scope: Scope, name: string, fn: () => unknown) {
    this.kernel = scope.kernel;
    this.scope = scope;
    this.name = name;
    this.order = scope.kernel.clock.nextOrder();
    this.#fn = fn;
    this.interrupted = scope.interruption;
  }

  get strand(): Strand {
    return this;
  }

  addWait(wait: Wait<unknown>): void {
    this.kernel.countWait();
    this.waits.add(wait);
  }

  removeWait(wait: Wait<unknown>): void {
    this.kernel.waitCount--;
    this.waits.remove(wait);
  }

  /**
   * Checks that a hand-off from this source has one waiting call per strand. With two, a value could go to a call that lost
   * a native `Promise.race`, and be gone.
   *
   * @throws DuplicateWait if an earlier call of this strand waits on the same source
   */
  checkWaitsOnce(source: object): void {
    for (let wait = this.waits.first; wait !== undefined; wait = wait.next) {
      if (wait.source === source && wait.open) throw new DuplicateWait(this.name, wait.label);
    }
  }

  mayRun(): boolean {
    return true;
  }

  abandon(): void {}

  /** Its first turn: calls the function. */
  run(): void {
    const context = this.kernel.takeContext();
    if (context === undefined) {
      this.#call();
    } else {
      this.#context = context;
      context.owner = this;
      context.run(this.#call, this);
    }
  }

  #call(): void {
    const fn = this.#fn;
    this.#fn = nothing;
    try {
      const result = fn();
      if (isPlainPromise(result)) {
        result.then(
          (value: unknown) => this.#returned(value),
          (error: unknown) => this.#threw(error),
        );
      } else if (Object(result) === result) {
        void this.#follow(result);
      } else {
        this.#returned(result);
      }
    } catch (error) {
      this.#threw(error);
    }
  }

  /** Awaits any thenable as JavaScript does. */
  async #follow(result: unknown): Promise<void> {
    let value: unknown;
    try {
      value = await result;
    } catch (error) {
      this.#threw(error);
      return;
    }
    this.#returned(value);
  }

  #returned(value: unknown): void {
    this.#settle({ kind: 'done', value });
  }

  #threw(thrown: unknown): void {
    const { interrupted } = this;
    if (interrupted !== undefined && thrown === interrupted) this.#settle({ kind: 'cancelled', by: interrupted });
    // Its getters are script code, which must not call verbs.
    else this.#settle(this.kernel.outsideStrands(() => this.#outcomeOf(caught(thrown))));
  }

  #outcomeOf(error: unknown): Outcome {
    const { interrupted } = this;
    if (interrupted === undefined) {
      return { kind: 'failed', error: error instanceof Cancelled ? new StrayCancelled(this.name, error) : error };
    }
    const left = stripCancelled(error);
    return left === undefined ? { kind: 'cancelled', by: interrupted } : { kind: 'failed', error: left.rest };
  }

  #settle(outcome: Outcome): void {
    if (this.lost) return;
    const { current, failures } = this.kernel;
    if (outcome.kind === 'failed') failures.note(outcome.error, this);
    if (current === this) this.#outcome = outcome;
    else this.lose(new WrongStrand('its end', this.name, current?.name ?? 'nobody'));
  }

  interrupt(cancelled: Cancelled): void {
    interruptFrom(this.takeIn(cancelled), cancelled);
  }

  takeIn(cancelled: Cancelled): Interruptible | undefined {
    if (this.interrupted !== undefined || this.ended !== undefined) return undefined;
    this.interrupted = cancelled;
    return this.waits.first;
  }

  /** Called after each turn: ends the strand once its function and its pending calls have ended. */
  afterTurn(): void {
    if (this.ended !== undefined) return;
    this.#calledAgain = false;
    if (this.#outcome === undefined) {
      const { first } = this.waits;
      if (first === undefined) {
        this.lose(new ForeignAwait(this.name));
      } else if (this.waits.size === 1 && first.pending) {
        const { deadlock } = first;
        if (deadlock !== undefined) first.fail(deadlock);
      }
    } else if (this.waits.size === 0) {
      this.#end(this.#outcome);
    } else if (!this.#closing) {
      this.#closing = true;
      this.interrupt(new Cancelled(`"${this.name}" has ended`));
    }
  }

  /**
   * One of its calls has failed.
   *
   * @param ranCode whether the call ran functions of the script
   */
  callFailed(promise: CallPromise<unknown>, error: unknown, ranCode: boolean): void {
    if (promise.looked || isCancelled(error)) return;
    this.kernel.failures.note(error, this);
    this.#unawaited ??= new Unawaited();
    if (!this.#unawaited.add({ promise, error, ranCode })) this.kernel.report(error);
  }

  /**
   * Applies the errors of unawaited calls to the outcome: an error of script code fails the strand, as it would a scope. All
   * others are reported, and so are all errors of a strand that failed or was cancelled for another reason.
   */
  #withUnawaited(outcome: Outcome, unawaited: Unawaited): Outcome {
    const errors = unawaited.errors(true);
    for (const error of unawaited.errors(false)) this.kernel.report(error);
    if (errors.length > 0 && outcome.kind === 'done') {
      return { kind: 'failed', error: errors.length === 1 ? errors[0] : new TaskGroupError(errors, this.name) };
    }
    for (const error of errors) if (outcome.kind !== 'failed' || outcome.error !== error) this.kernel.report(error);
    return outcome;
  }

  /** Whether a call with nothing to wait for may continue within this turn. */
  mayGoOn(): boolean {
    return this.interrupted === undefined && this.kernel.mayGoOn();
  }

  /** Counts a call after its cancellation, once per turn: one cleanup may make many calls. */
  callsAgain(): void {
    if (!this.#calledAgain) this.#swallowed++;
    this.#calledAgain = true;
  }

  /** Whether a call may be rejected with Cancelled. False if it was one too many: then the strand is given up. */
  mayReject(): boolean {
    const limit = this.kernel.limits.cancelledTurns;
    if (this.#swallowed <= limit) return true;
    this.lose(new StuckTask(this.name, limit));
    return false;
  }

  /** Gives the strand up with an error, which takes effect once the scopes it opened have ended. */
  lose(error: Error): void {
    if (this.lost || this.ended !== undefined) return;
    this.lost = true;
    this.kernel.failures.note(error, this);
    const cancelled = (this.interrupted ??= new Cancelled(error.message));
    this.#outcome = { kind: 'failed', error };
    this.#closing = true;
    this.waits.each((wait) => {
      if (wait.innerScope !== undefined && wait.pending) interruptFrom(wait.takeIn(cancelled), cancelled);
      else wait.abandon();
    });
    if (this.waits.size === 0) this.#end(this.#outcome);
  }

  /** Another strand waits for this one to end. */
  joinedBy(caller: Strand): Promise<unknown> {
    const { ended } = this;
    if (ended === undefined && caller.interrupted === undefined && waitsFor(this, caller))
      throw new JoinCycle(caller.name, caller === this ? undefined : this.name);
    if (ended === undefined || !caller.mayGoOn()) return new Join(caller, this).begin();
    return ended.kind === 'done'
      ? Promise.resolve(ended.value)
      : rejected(joinError(this, ended, this.kernel.callSite()));
  }

  join(joiner: Join): void {
    if (this.#joiners === undefined) this.#joiners = joiner;
    else if (this.#joiners instanceof Set) this.#joiners.add(joiner);
    else this.#joiners = new Set([this.#joiners, joiner]);
  }

  unjoin(joiner: Join): void {
    if (this.#joiners instanceof Set) this.#joiners.delete(joiner);
    else if (this.#joiners === joiner) this.#joiners = undefined;
  }

  /** The strands that wait for this one: the owner of its scope, and those that join it. */
  *waiters(): Generator<Strand> {
    const { owner } = this.scope;
    if (owner !== undefined) yield owner;
    if (this.#joiners instanceof Set) for (const joiner of this.#joiners) yield joiner.strand;
    else if (this.#joiners !== undefined) yield this.#joiners.strand;
  }

  /** Whether it waits for any strand at all. */
  get awaitsOthers(): boolean {
    for (let wait = this.waits.first; wait !== undefined; wait = wait.next)
      if (wait.awaited !== NO_STRANDS) return true;
    return false;
  }

  /** The strands that this one waits for. */
  *awaited(): Generator<Strand> {
    for (const wait of this.waits) if (wait.pending) yield* wait.awaited;
  }

  /** Calls `fn` when the strand has ended. */
  atEnd(fn: () => void): void {
    (this.#cleanups ??= new Set()).add(fn);
  }

  notAtEnd(fn: () => void): void {
    this.#cleanups?.delete(fn);
  }

  #end(own: Outcome): void {
    const outcome = this.#unawaited === undefined ? own : this.#withUnawaited(own, this.#unawaited);
    this.ended = outcome;
    if (this.#cleanups !== undefined) for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups = undefined;
    // The code of a strand that was given up may continue later, and must not be taken for another strand's.
    if (this.#context !== undefined && !this.lost) this.kernel.returnContext(this.#context);
    // Joins settle first: the scope may cancel the joiner when it learns of a failure.
    const joiners = this.#joiners;
    this.#joiners = undefined;
    if (joiners instanceof Set) for (const joiner of joiners) joiner.settle(outcome);
    else joiners?.settle(outcome);
    this.scope.strandEnded(this, outcome);
  }
}

function nothing(): void {}

const { then } = Promise.prototype;

/** Whether its `then` does what `await` would do. */
function isPlainPromise(result: unknown): result is Promise<unknown> {
  return result instanceof Promise && result.constructor === Promise && result.then === then;
}
