/** What runs in a tick beside strands, as the kernel and scopes know it. */

/** Synchronous work of a scope, run once in each tick. */
export interface KernelSystem {
  run(tick: number): void;
  stop(): void;
  /** Stops its timer, which keeps the time it has left. */
  pause(): void;
  resume(): void;
}

/** A condition that a strand waits for, checked once in each tick. */
export interface KernelCondition {
  check(): void;
}
