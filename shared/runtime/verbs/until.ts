/** Waiting for a condition, which is looked at once in each tick. */
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelCondition } from '../kernel/kernel-system.ts';
import type { Strand } from '../kernel/strand.ts';
import { Wait } from '../kernel/wait.ts';

/** How much of a condition's source its label shows. */
const LABEL_LENGTH = 60;

class Until extends Wait<void> implements KernelCondition {
  readonly #condition: () => boolean;

  constructor(strand: Strand, condition: () => boolean) {
    super(strand);
    this.#condition = condition;
  }

  get label(): string {
    // A function may have a toString of its own, which throws.
    const source = Function.prototype.toString
      .call(this.#condition)
      .slice(0, 10 * LABEL_LENGTH)
      .replace(/^\(\) => /, '')
      .replace(/\s+/g, ' ');
    return `until ${source.length > LABEL_LENGTH ? `${source.slice(0, LABEL_LENGTH)}…` : source}`;
  }

  check(): void {
    try {
      if (this.strand.kernel.callSystem(this.#condition)) this.succeed(undefined);
    } catch (error) {
      this.failFrom('the condition of until()', error);
    }
  }

  protected override attach(): void {
    this.strand.kernel.conditions.add(this);
    this.check();
  }

  protected override detach(): void {
    this.strand.kernel.conditions.delete(this);
  }
}

export function until(kernel: Kernel, condition: () => boolean): Promise<void> {
  return new Until(kernel.enter('until'), condition).begin();
}
