/** A semaphore: a number of permits that strands share. */
import { PermitDeadlock, ReleasedTooOften } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkCount } from '../errors/argument-checks.ts';
import type { Strand } from '../kernel/strand.ts';
import { following } from '../kernel/wait.ts';
import { Waiter, Waiters } from './waiters.ts';

/**
 * A permit that is held. Disposing of it releases it, once.
 *
 * @example
 * using permit = await oven.acquire(); // released where the block ends, however it does
 * await bake(room);
 */
export interface Permit extends Disposable {
  /** Gives the permit back. Releasing it again does nothing. */
  release(): void;
}

/**
 * Lets `permits` strands in at a time, in the order in which they came. With one permit it is a lock.
 *
 * @example
 * const oven = room.semaphore(2);
 * await oven.use(() => bake(room));
 */
export class Semaphore {
  readonly #kernel: Kernel;
  readonly #permits: number;
  readonly #waiters = new Waiters<Permit>();
  /** The permits that each strand holds, the longest holder first: a release by another strand counts for it. */
  readonly #holders = new Map<Strand, number>();
  #free: number;

  constructor(kernel: Kernel, permits: number) {
    checkCount('a semaphore has 1 or more permits', permits, 1);
    this.#kernel = kernel;
    this.#permits = permits;
    this.#free = permits;
  }

  /** The number of free permits. */
  get free(): number {
    return this.#free;
  }

  /**
   * Takes a permit, and waits until one is free.
   *
   * @throws {@link PermitDeadlock} if this strand holds all permits itself; {@link DuplicateWait} if it waits for one already
   */
  acquire(): Promise<Permit> {
    const strand = this.#kernel.enter('semaphore.acquire');
    strand.checkWaitsOnce(this.#waiters);
    if (this.#free > 0 && strand.mayGoOn()) {
      this.#free--;
      return Promise.resolve(this.#grant(strand));
    }
    const wait = new PermitWait(strand, this.#waiters, this.#parts);
    const promise = wait.begin();
    if (this.#free > 0 && wait.pending) {
      this.#free--;
      wait.succeed(this.#grant(strand));
    }
    return promise;
  }

  /**
   * Releases a permit: the caller's own if it holds one.
   *
   * @throws {@link ReleasedTooOften} if no permit is held
   */
  release(): void {
    this.#kernel.touch('semaphore.release');
    this.#checkHeld();
    this.#release(this.#holderFor(this.#kernel.current));
  }

  /**
   * Calls `fn` with a permit, and releases it however `fn` ends.
   *
   * @throws what `fn` threw; {@link PermitDeadlock} if this strand holds all permits itself
   */
  use<T>(fn: () => Promise<T> | T): Promise<T> {
    const acquired = this.acquire();
    return following(this.#kernel.current, this.#holding(acquired, fn));
  }

  async #holding<T>(acquired: Promise<Permit>, fn: () => Promise<T> | T): Promise<T> {
    const permit = await acquired;
    try {
      return await fn();
    } finally {
      permit.release();
    }
  }

  #checkHeld(): void {
    if (this.#free === this.#permits) throw new ReleasedTooOften(this.#permits);
  }

  #grant(strand: Strand): Permit {
    this.#holders.set(strand, (this.#holders.get(strand) ?? 0) + 1);
    let held = true;
    const release = (): void => {
      if (!held) return;
      this.#kernel.touch('semaphore.release');
      this.#checkHeld();
      held = false;
      this.#release(strand);
    };
    return { release, [Symbol.dispose]: release };
  }

  /** The holder whose permit `release()` gives back: the caller, a strand around it, or else the longest holder. */
  #holderFor(caller: Strand | undefined): Strand | undefined {
    for (let strand = caller; strand !== undefined; strand = strand.scope.owner) {
      if (this.#holders.has(strand)) return strand;
    }
    return this.#holders.keys().next().value;
  }

  #release(holder: Strand | undefined): void {
    if (holder !== undefined) {
      const left = (this.#holders.get(holder) ?? 0) - 1;
      if (left > 0) this.#holders.set(holder, left);
      else this.#holders.delete(holder);
    }
    const next = this.#waiters.first();
    if (next === undefined) this.#free++;
    else next.succeed(this.#grant(next.strand));
  }

  readonly #parts: PermitParts = {
    giveBack: (strand) => this.#release(strand),
    deadlockOf: (strand) => {
      let held = 0;
      for (let holder: Strand | undefined = strand; holder !== undefined; holder = waitingFor(holder)) {
        held += this.#holders.get(holder) ?? 0;
      }
      return held >= this.#permits ? new PermitDeadlock(strand.name, this.#permits) : undefined;
    },
  };
}

/** The strand that waits for `strand` and for nothing else: it opened a scope in which that is all there is. */
function waitingFor({ scope }: Strand): Strand | undefined {
  const { owner } = scope;
  if (owner === undefined || scope.strands.size > 1 || scope.deadlineTick !== undefined) return undefined;
  return owner.waits.size === 1 && owner.waits.first?.innerScope === scope ? owner : undefined;
}

/** The side of a semaphore that its waits see. */
interface PermitParts {
  giveBack(strand: Strand): void;
  deadlockOf(strand: Strand): Error | undefined;
}

class PermitWait extends Waiter<Permit> {
  readonly #parts: PermitParts;

  constructor(strand: Strand, among: Waiters<Permit>, parts: PermitParts) {
    super(strand, among, 'semaphore', () => parts.giveBack(strand));
    this.#parts = parts;
  }

  override get deadlock(): Error | undefined {
    return this.#parts.deadlockOf(this.strand);
  }
}
