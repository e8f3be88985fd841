/** Lets cleanup wait in a cancelled scope, for a limited time. */
import { BodyScope } from '../kernel/body-scope.ts';
import { Cancelled } from '../errors/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkPeriod } from '../errors/argument-checks.ts';
import { resumeTimers } from '../kernel/pause.ts';
import type { Strand } from '../kernel/strand.ts';
import { Settled } from '../kernel/wait.ts';

class ShieldScope extends BodyScope {
  readonly #ms: number;

  constructor(kernel: Kernel, ms: number) {
    super(kernel, `shield(${ms})`);
    this.#ms = ms;
  }

  override get shields(): boolean {
    return true;
  }

  override get interruption(): Cancelled | undefined {
    return this.own;
  }

  /** A cancellation does not reach the inside, but starts the time limit of all its shields. */
  override enclose(cancelled: Cancelled): Strand | undefined {
    if (this.closed || this.enclosing !== undefined) return undefined;
    this.enclosing = cancelled;
    // A pause does not hold cleanup.
    if (this.kernel.pausedScopes > 0) resumeTimers(this);
    const { clock } = this.kernel;
    cancelled.graceStartedTick ??= clock.tick;
    const endTick = cancelled.graceStartedTick + clock.ticksFor(this.#ms);
    this.deadlineTick = endTick > clock.tick ? endTick : undefined;
    if (endTick > clock.tick) return undefined;
    this.expired = this.own === undefined;
    this.notifyCancelledLater();
    return this.cancelItself(cancelled);
  }

  protected override expire(): void {
    this.cancel(this.enclosing ?? new Cancelled(`the deadline of "${this.name}" has passed`));
  }
}

export function shield<T>(kernel: Kernel, ms: number, fn: () => Promise<T>): Promise<T> {
  const strand = kernel.enter('shield');
  checkPeriod('shield(ms, fn)', ms);
  const opened = new ShieldScope(kernel, ms);
  if (strand.interrupted !== undefined) opened.enclose(strand.interrupted);
  if (opened.interruption !== undefined) return new Settled<T>(strand, 'shield').begin();
  return opened.open(strand, () => opened.start(fn)) as Promise<T>;
}
