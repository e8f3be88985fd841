/** One pending call of a strand: a verb that has started and will resume its strand in a turn. */
import { CallPromise } from './call-promise.ts';
import type { Due } from './clock.ts';
import type { Cancelled } from '../errors/errors.ts';
import type { Interruptible } from './interrupt.ts';
import type { Turn } from './kernel.ts';
import type { Linked } from './list.ts';
import type { Scope } from './scope.ts';
import type { Strand } from './strand.ts';

export const NO_STRANDS: readonly Strand[] = [];

const ignore = (): void => {};

/** Marks a promise as handled, so that its rejection is never reported as unhandled. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  return promise;
}

/** A rejected promise, marked handled up front: Node tracks unhandled rejections, even brief ones. */
export function rejected(reason: unknown): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  void handled(promise);
  reject(reason);
  return promise;
}

/** The promise of a call that settles with another promise. Its error counts as the strand's, like that of a wait. */
export function following<T>(strand: Strand | undefined, promise: Promise<T>): Promise<T> {
  const call = new CallPromise<T>((resolve, reject) => {
    promise.then(resolve, (error: unknown) => {
      call.quiet();
      reject(error);
      strand?.callFailed(call, error, true);
    });
  });
  return call;
}

/**
 * pending → ready (the outcome is known, the strand waits for its turn) → settled.
 * Subclasses define how to start and stop waiting (`attach`, `detach`) and, for a hand-off, who gets the value if the
 * strand is cancelled before it resumes (`giveBack`).
 */
export abstract class Wait<T> implements Turn, Linked<Wait<unknown>>, Interruptible {
  readonly strand: Strand;
  readonly promise: Promise<T>;
  previous: Wait<unknown> | undefined;
  next: Wait<unknown> | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (error: unknown) => void;
  #state: 'pending' | 'ready' | 'settled' = 'pending';
  #failed = false;
  #outcome: unknown;

  /** @param neverFails it cannot fail, or its error is reported elsewhere: its promise need not track whether it was awaited */
  constructor(strand: Strand, neverFails = false) {
    this.strand = strand;
    const take = (resolve: (value: T) => void, reject: (error: unknown) => void): void => {
      this.#resolve = resolve as (value: unknown) => void;
      this.#reject = reject;
    };
    this.promise = neverFails ? new Promise<T>(take) : new CallPromise<T>(take);
    strand.addWait(this);
  }

  /** What it waits for, for `describe()`. */
  abstract get label(): string;

  /** The tick of its timeout, if it has one. */
  get endsAtTick(): number | undefined {
    return undefined;
  }

  /** Its timer, which is paused with the scopes around it. */
  get timer(): Due | undefined {
    return undefined;
  }

  /** The scope whose end it waits for, if it is such a wait. */
  get innerScope(): Scope | undefined {
    return undefined;
  }

  /** The strands whose ends it waits for. */
  get awaited(): Iterable<Strand> {
    return NO_STRANDS;
  }

  get pending(): boolean {
    return this.#state === 'pending';
  }

  /** Still waiting, or handed a value that its strand has not resumed with. */
  get open(): boolean {
    return this.#state === 'pending' || (this.#state === 'ready' && !this.#failed);
  }

  /** The source of a hand-off, on which a strand has one wait at a time. Undefined if it may have several. */
  get source(): object | undefined {
    return undefined;
  }

  /** Why this wait can never end if it is the only one of its strand. Checked at the end of each turn. */
  get deadlock(): Error | undefined {
    return undefined;
  }

  /** Starts to wait even if the strand is cancelled, for a shield. */
  beginShielded(): Promise<T> {
    this.attach();
    return this.promise;
  }

  /** Starts to wait. If the strand is already cancelled, the call is rejected at its next turn instead. */
  begin(): Promise<T> {
    const { strand } = this;
    if (strand.interrupted === undefined) {
      this.attach();
    } else {
      strand.callsAgain();
      this.fail(strand.interrupted);
    }
    return this.promise;
  }

  succeed(value: T): void {
    this.#ready(false, value);
  }

  fail(error: unknown): void {
    this.#ready(true, error);
  }

  /** A script function called by this wait has failed: fails the wait, or the scope if the wait is over. */
  failFrom(what: string, error: unknown): void {
    if (this.pending) this.fail(error);
    else this.strand.scope.fail(what, error);
  }

  /** Takes in a cancellation: rejects if it is pending, or if its value has not been taken yet. */
  takeIn(cancelled: Cancelled): Interruptible | undefined {
    if (this.#state === 'pending') {
      this.fail(cancelled);
    } else if (this.#state === 'ready' && !this.#failed && this.giveBack !== undefined) {
      const value = this.#outcome as T;
      this.#failed = true;
      this.#outcome = cancelled;
      this.giveBack(value);
    }
    return undefined;
  }

  /** Gives this wait up: its promise never settles. */
  abandon(): void {
    if (this.#state === 'settled') return;
    if (this.#state === 'pending') this.detach();
    else if (this.#state === 'ready' && !this.#failed) this.giveBack?.(this.#outcome as T);
    this.#state = 'settled';
    this.strand.removeWait(this);
  }

  /** Resumes the strand: the turn itself. */
  run(): void {
    this.#state = 'settled';
    this.strand.removeWait(this);
    if (this.#failed) {
      const { promise } = this;
      if (promise instanceof CallPromise) promise.quiet();
      else void handled(promise);
      this.#reject(this.#outcome);
      if (promise instanceof CallPromise) this.strand.callFailed(promise, this.#outcome, this.innerScope !== undefined);
    } else {
      this.committed?.(this.#outcome as T);
      this.#resolve(this.#outcome);
    }
  }

  /** Whether there is something to resume the strand with, and the strand may be resumed. */
  mayRun(): boolean {
    if (this.#state === 'settled') return false;
    return !(this.#failed && this.#outcome === this.strand.interrupted) || this.strand.mayReject();
  }

  protected abstract attach(): void;
  protected abstract detach(): void;
  /** For a hand-off: passes the value on to the next wait. Without it the value stays, as with a timer. */
  protected giveBack?(value: T): void;
  /** The strand resumes with the value, which can no longer be given back. */
  protected committed?(value: T): void;

  #ready(failed: boolean, outcome: unknown): void {
    if (this.#state !== 'pending') return;
    this.detach();
    this.#state = 'ready';
    this.#failed = failed;
    this.#outcome = outcome;
    this.strand.kernel.makeReady(this);
  }
}

/** A wait that is over when it begins: its strand resumes at its next turn. */
export class Settled<T> extends Wait<T> {
  readonly label: string;

  constructor(strand: Strand, label: string, neverFails = true) {
    super(strand, neverFails);
    this.label = label;
  }

  /** Takes a turn although there is nothing to wait for. */
  static inTurn<T>(strand: Strand, label: string, value: T, returned?: (value: T) => void): Promise<T> {
    const wait = new Settled<T>(strand, label);
    if (returned !== undefined) wait.giveBack = returned;
    const promise = wait.begin();
    wait.succeed(value);
    return promise;
  }

  /**
   * Continues within the turn, as there is nothing to wait for. A cancelled strand is rejected in a turn.
   *
   * @param returned takes the value back if the strand is cancelled before it resumes
   */
  static atOnce<T>(strand: Strand, label: string, value: T, returned?: (value: T) => void): Promise<T> {
    return strand.mayGoOn() ? Promise.resolve(value) : Settled.inTurn(strand, label, value, returned);
  }

  /** Fails in a turn of its own, so that a loop over such calls does not starve the others. */
  static failing(strand: Strand, label: string, error: Error): Promise<never> {
    const wait = new Settled<never>(strand, label, false);
    const promise = wait.begin();
    wait.fail(error);
    return promise;
  }

  protected override attach(): void {}
  protected override detach(): void {}
}
