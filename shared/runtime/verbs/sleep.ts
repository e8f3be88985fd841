/** Waiting for match time to pass. */
import type { Due } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkTime } from '../errors/argument-checks.ts';
import { schedule } from '../kernel/pause.ts';
import type { Strand } from '../kernel/strand.ts';
import { Settled, Wait } from '../kernel/wait.ts';

class Sleep extends Wait<void> implements Due {
  readonly order: number;
  dueTick: number;
  /** Whether it waits for a time; if not, for the next tick. */
  readonly #timed: boolean;

  constructor(strand: Strand, ticks: number, timed: boolean) {
    super(strand, true);
    this.#timed = timed;
    const { clock } = strand.kernel;
    this.order = clock.nextOrder();
    this.dueTick = clock.tick + ticks;
  }

  get label(): string {
    return 'sleep';
  }

  override get endsAtTick(): number {
    return this.strand.kernel.clock.dueTickOf(this);
  }

  override get timer(): Due | undefined {
    return this.#timed ? this : undefined;
  }

  fire(): void {
    this.succeed(undefined);
  }

  protected override attach(): void {
    if (this.#timed) schedule(this.strand.scope, this, this.dueTick);
    else this.strand.kernel.clock.add(this, this.dueTick);
  }

  protected override detach(): void {
    this.strand.kernel.clock.remove(this);
  }
}

/** Resumes after `ms` of match time; with 0 or less, within this tick, after the other strands that are ready. */
export function sleep(kernel: Kernel, ms: number): Promise<void> {
  const strand = kernel.enter('sleep');
  checkTime('sleep(ms)', ms);
  return sleepFor(strand, ms);
}

/** Resumes in the first tick at or after `timeMs`; if that has passed, within this tick, after the other strands that are ready. */
export function sleepUntil(kernel: Kernel, timeMs: number): Promise<void> {
  const strand = kernel.enter('sleepUntil');
  checkTime('sleepUntil(timeMs)', timeMs);
  return sleepFor(strand, timeMs - kernel.clock.now);
}

function sleepFor(strand: Strand, ms: number): Promise<void> {
  if (ms > 0) return new Sleep(strand, strand.kernel.clock.ticksFor(ms), true).begin();
  return Settled.inTurn(strand, 'sleep', undefined);
}

/** Resumes in the next tick. */
export function nextTick(kernel: Kernel): Promise<void> {
  return new Sleep(kernel.enter('nextTick'), 1, false).begin();
}
