/** Synchronous per-tick work of a scope: `onTick` and `every`. */
import { LimitReached } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelSystem } from '../kernel/kernel-system.ts';
import { isPaused } from '../kernel/pause.ts';
import type { Scope } from '../kernel/scope.ts';

/** A running system. It stops by itself when its scope ends or is cancelled. */
export interface SystemHandle {
  stop(): void;
}

export class System implements SystemHandle, KernelSystem {
  readonly #scope: Scope;
  readonly #kernel: Kernel;
  readonly #fn: () => void;
  readonly #periodMs: number | undefined;
  #firstTick: number;
  #runs = 0;
  #nextTick: number;
  #pausedSince: number | undefined;

  /** @param periodMs the time between runs; undefined: every tick */
  constructor(scope: Scope, fn: () => void, periodMs?: number) {
    const { kernel } = scope;
    if (kernel.systems.size >= kernel.limits.systems)
      throw new LimitReached('systems at a time', kernel.limits.systems);
    this.#scope = scope;
    this.#kernel = kernel;
    this.#fn = fn;
    this.#periodMs = periodMs;
    this.#firstTick = kernel.clock.tick;
    this.#nextTick = this.#after();
    kernel.systems.add(this);
    scope.addSystem(this);
    if (isPaused(scope)) this.pause();
  }

  run(tick: number): void {
    if (tick < this.#nextTick || this.#pausedSince !== undefined) return;
    this.#nextTick = this.#after();
    try {
      this.#kernel.callSystem(this.#fn);
    } catch (error) {
      this.stop();
      this.#scope.fail('a system', error);
    }
  }

  stop(): void {
    this.#kernel.systems.delete(this);
    this.#scope.removeSystem(this);
  }

  /** Its periods stand still. A system without one goes on. */
  pause(): void {
    if (this.#periodMs !== undefined) this.#pausedSince ??= this.#kernel.clock.tick;
  }

  resume(): void {
    if (this.#pausedSince === undefined) return;
    const heldTicks = this.#kernel.clock.tick - this.#pausedSince;
    this.#pausedSince = undefined;
    this.#firstTick += heldTicks;
    this.#nextTick += heldTicks;
  }

  /** Counted from the start, so that periods which are no whole number of ticks do not drift. */
  #after(): number {
    if (this.#periodMs === undefined) return 0;
    return this.#firstTick + this.#kernel.clock.ticksFor(++this.#runs * this.#periodMs);
  }
}
