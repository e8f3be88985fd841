/** Waiting for match time to pass. */
import type { Due } from '../clock.ts';
import type { Kernel } from '../kernel.ts';
import type { Strand } from '../strand.ts';
import { Settled, Wait } from '../wait.ts';

class Sleep extends Wait<void> implements Due {
  readonly order: number;
  dueTick: number;

  constructor(strand: Strand, ticks: number) {
    super(strand);
    const { clock } = strand.kernel;
    this.order = clock.nextOrder();
    this.dueTick = clock.tick + ticks;
  }

  get label(): string {
    return 'sleep';
  }

  override get endsAtTick(): number {
    return this.dueTick;
  }

  fire(): void {
    this.succeed(undefined);
  }

  protected override attach(): void {
    this.strand.kernel.clock.add(this, this.dueTick);
  }

  protected override detach(): void {
    this.strand.kernel.clock.remove(this);
  }
}

/** Resumes after `ms` of match time; 0 or less lets the others have a turn within this tick. */
export function sleep(kernel: Kernel, ms: number): Promise<void> {
  const strand = kernel.enter('sleep');
  if (!Number.isFinite(ms)) throw new RangeError(`sleep(ms) takes a number of milliseconds, not ${ms}`);
  if (ms > 0) return new Sleep(strand, kernel.clock.ticksFor(ms)).begin();
  return Settled.inTurn(strand, 'sleep', undefined);
}

/** Resumes in the next tick. */
export function nextTick(kernel: Kernel): Promise<void> {
  return new Sleep(kernel.enter('nextTick'), 1).begin();
}
