/** One pending call of a strand: a verb that has started, and will resume its strand in a turn of its own. */
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

/** A verb's own rejection never reaches the process, whoever forgets to await it. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  return promise;
}

/** A promise that is rejected already. Handled before it is: Node keeps books of those that were not, for however short. */
export function rejected(reason: unknown): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  void handled(promise);
  reject(reason);
  return promise;
}

/** The promise of a call that ends with another one. Its error is one of the strand's, as that of a wait is. */
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
 * Subclasses say what they wait on (`attach`), how to leave it (`detach`), and, for a hand-off, who gets the value when
 * the strand is cancelled before it resumed (`giveBack`).
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

  /** @param neverFails it does not, or another place tells the error: its promise need not know whether it was looked at */
  constructor(strand: Strand, neverFails = false) {
    this.strand = strand;
    const take = (resolve: (value: T) => void, reject: (error: unknown) => void): void => {
      this.#resolve = resolve as (value: unknown) => void;
      this.#reject = reject;
    };
    this.promise = neverFails ? new Promise<T>(take) : new CallPromise<T>(take);
    strand.addWait(this);
  }

  /** What is awaited, in words for `describe()`. */
  abstract get label(): string;

  /** The tick at which this wait ends by itself, if there is one. */
  get endsAtTick(): number | undefined {
    return undefined;
  }

  /** Its timer that stands still while a scope around it is paused. */
  get timer(): Due | undefined {
    return undefined;
  }

  /** The scope whose end is awaited, where that is what this wait does. */
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

  /** Still waits, or has been handed what it waited for and has not resumed with it. */
  get open(): boolean {
    return this.#state === 'pending' || (this.#state === 'ready' && !this.#failed);
  }

  /** Where a hand-off comes from: a strand waits for one at a time. Undefined: there may be several such calls. */
  get source(): object | undefined {
    return undefined;
  }

  /** Why this wait, the only one of its strand, can never end by itself. Asked at the end of each turn. */
  get deadlock(): Error | undefined {
    return undefined;
  }

  /** Waits even though the strand is cancelled: for a shield. */
  beginShielded(): Promise<T> {
    this.attach();
    return this.promise;
  }

  /** Starts to wait, unless the strand is cancelled already: then the call is rejected at its next turn. */
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

  /** A function of the script that this wait calls has failed: the wait ends with that, or the scope where it is over. */
  failFrom(what: string, error: unknown): void {
    if (this.pending) this.fail(error);
    else this.strand.scope.fail(what, error);
  }

  /** A cancellation reaches this wait: rejected at once if pending, or if what it was handed has not been taken yet. */
  feel(cancelled: Cancelled): Interruptible | undefined {
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

  /** Gives up on this wait for good: its promise never settles. */
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

  /** Whether there is still something to resume the strand with, and the strand takes it. */
  mayRun(): boolean {
    if (this.#state === 'settled') return false;
    return !(this.#failed && this.#outcome === this.strand.interrupted) || this.strand.mayReject();
  }

  protected abstract attach(): void;
  protected abstract detach(): void;
  /** A hand-off: passes the value on to the next one who waits. Without it the value stays, as a timer's does. */
  protected giveBack?(value: T): void;
  /** The strand resumes with the value: it cannot be given back any more. */
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

/** A wait that was over before it began: its strand resumes at its next turn. */
export class Settled<T> extends Wait<T> {
  readonly label: string;

  constructor(strand: Strand, label: string, neverFails = true) {
    super(strand, neverFails);
    this.label = label;
  }

  /** Takes a turn, even though there is nothing to wait for. */
  static inTurn<T>(strand: Strand, label: string, value: T, returned?: (value: T) => void): Promise<T> {
    const wait = new Settled<T>(strand, label);
    if (returned !== undefined) wait.giveBack = returned;
    const promise = wait.begin();
    wait.succeed(value);
    return promise;
  }

  /**
   * Goes on within the turn, as there is nothing to wait for. A cancelled strand is rejected in a turn, though.
   *
   * @param returned takes the value back where the strand is cancelled before it resumed
   */
  static atOnce<T>(strand: Strand, label: string, value: T, returned?: (value: T) => void): Promise<T> {
    return strand.mayGoOn() ? Promise.resolve(value) : Settled.inTurn(strand, label, value, returned);
  }

  /** Fails in a turn, so that a loop over such calls lets the others have theirs. */
  static failing(strand: Strand, label: string, error: Error): Promise<never> {
    const wait = new Settled<never>(strand, label, false);
    const promise = wait.begin();
    wait.fail(error);
    return promise;
  }

  protected override attach(): void {}
  protected override detach(): void {}
}
