/** A running async function of a room: it runs in turns, and belongs to one scope for life. */
import { Cancelled, ForeignAwait, StrayCancelled, StuckTask, TaskCancelled, WrongStrand, stripCancelled } from './errors.ts';
import type { Kernel, Turn } from './kernel.ts';
import { asyncContext } from './platform.ts';
import type { Scope } from './scope.ts';
import { Wait } from './wait.ts';

/** How a strand or a scope ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled'; readonly by: Cancelled };

export class Strand implements Turn {
  readonly kernel: Kernel;
  readonly scope: Scope;
  readonly name: string;
  /** Its place in the order of creation. */
  readonly order: number;
  /** Set once a cancellation covers this strand; every waiting call is rejected with it from then on. */
  interrupted: Cancelled | undefined;
  /** How it ended, set when it has. */
  ended: Outcome | undefined;
  #fn: () => unknown;
  #first: Wait<unknown> | undefined;
  #last: Wait<unknown> | undefined;
  #joiners: Set<Join> | undefined;
  #cleanups: (() => void)[] | undefined;
  /** What its function came to; it ends once its pending calls have. */
  #outcome: Outcome | undefined;
  #closing = false;
  #rejections = 0;
  #lost = false;

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

  /** Given up by a detector: its code may still be there, but it counts for nothing. */
  get lost(): boolean {
    return this.#lost;
  }

  *waits(): Generator<Wait<unknown>> {
    for (let wait = this.#first; wait !== undefined; wait = wait.next) yield wait;
  }

  addWait(wait: Wait<unknown>): void {
    this.kernel.countWait();
    wait.previous = this.#last;
    if (this.#last === undefined) this.#first = wait;
    else this.#last.next = wait;
    this.#last = wait;
  }

  removeWait(wait: Wait<unknown>): void {
    this.kernel.waitCount--;
    if (wait.previous === undefined) this.#first = wait.next;
    else wait.previous.next = wait.next;
    if (wait.next === undefined) this.#last = wait.previous;
    else wait.next.previous = wait.previous;
    wait.previous = undefined;
    wait.next = undefined;
  }

  /** Its first turn: calls the function. */
  run(): void {
    if (asyncContext === undefined) this.#call();
    else asyncContext.run(this, () => this.#call());
  }

  #call(): void {
    const fn = this.#fn;
    this.#fn = nothing;
    try {
      const result = fn();
      if (result instanceof Promise) result.then(this.#returned, this.#threw);
      else this.#returned(result);
    } catch (error) {
      this.#threw(error);
    }
  }

  readonly #returned = (value: unknown): void => {
    this.#settle({ kind: 'done', value });
  };

  readonly #threw = (error: unknown): void => {
    if (this.interrupted !== undefined) {
      const rest = stripCancelled(error);
      this.#settle(rest === undefined ? { kind: 'cancelled', by: this.interrupted } : { kind: 'failed', error: rest });
    } else {
      this.#settle({ kind: 'failed', error: error instanceof Cancelled ? new StrayCancelled(this.name, error) : error });
    }
  };

  #settle(outcome: Outcome): void {
    if (this.#lost) return;
    const { current } = this.kernel;
    if (current === this) this.#outcome = outcome;
    else this.lose(new WrongStrand('its end', this.name, current?.name ?? 'nobody'));
  }

  interrupt(cancelled: Cancelled): void {
    if (this.interrupted !== undefined || this.ended !== undefined) return;
    this.interrupted = cancelled;
    for (let wait = this.#first; wait !== undefined;) {
      const { next } = wait;
      wait.interrupt(cancelled);
      wait = next;
    }
  }

  /** The turn is over: ends the strand if its function has, and its pending calls too. */
  afterTurn(): void {
    if (this.ended !== undefined) return;
    if (this.#outcome === undefined) {
      if (this.#first === undefined) this.lose(new ForeignAwait(this.name));
    } else if (this.#first === undefined) {
      this.#end(this.#outcome);
    } else if (!this.#closing) {
      this.#closing = true;
      this.interrupt(new Cancelled(`"${this.name}" has ended`));
    }
  }

  /** Counts a rejection with Cancelled. False: it was one too many, and the strand is given up instead. */
  mayReject(limit: number): boolean {
    this.#rejections++;
    if (this.#rejections <= limit) return true;
    this.lose(new StuckTask(this.name, limit));
    return false;
  }

  /** Gives the strand up with an error, once the scopes it opened have ended. */
  lose(error: Error): void {
    if (this.#lost || this.ended !== undefined) return;
    this.#lost = true;
    this.interrupted ??= new Cancelled(error.message);
    this.#outcome = { kind: 'failed', error };
    for (let wait = this.#first; wait !== undefined;) {
      const { next } = wait;
      if (wait.innerScope !== undefined && wait.pending) wait.interrupt(this.interrupted);
      else wait.abandon();
      wait = next;
    }
    this.#closing = true;
    if (this.#first === undefined) this.#end(this.#outcome);
  }

  join(joiner: Join): void {
    (this.#joiners ??= new Set()).add(joiner);
  }

  unjoin(joiner: Join): void {
    this.#joiners?.delete(joiner);
  }

  /** Calls `fn` when the strand has ended. */
  atEnd(fn: () => void): void {
    (this.#cleanups ??= []).push(fn);
  }

  #end(outcome: Outcome): void {
    this.ended = outcome;
    if (this.#cleanups !== undefined) for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups = undefined;
    // Joins commit when due: before the scope hears of a failure and cancels the joiner.
    if (this.#joiners !== undefined) for (const joiner of this.#joiners) joiner.settle(outcome);
    this.#joiners = undefined;
    this.scope.strandEnded(this, outcome);
  }
}

function nothing(): void {}

/** Waits for another strand to end. */
export class Join extends Wait<unknown> {
  readonly #target: Strand;

  constructor(strand: Strand, target: Strand) {
    super(strand);
    this.#target = target;
  }

  get label(): string {
    return `join "${this.#target.name}"`;
  }

  settle(outcome: Outcome): void {
    if (outcome.kind === 'done') this.succeed(outcome.value);
    else if (outcome.kind === 'failed') this.fail(outcome.error);
    else this.fail(new TaskCancelled(this.#target.name, outcome.by));
  }

  protected override attach(): void {
    if (this.#target.ended !== undefined) this.settle(this.#target.ended);
    else this.#target.join(this);
  }

  protected override detach(): void {
    this.#target.unjoin(this);
  }
}
