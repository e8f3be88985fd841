/** The outermost scope of a room or a bot. Its body is the script; tasks that are left are cancelled when the script ends. */
import { BodyScope } from './body-scope.ts';
import { Cancelled } from '../errors/errors.ts';
import type { Kernel } from './kernel.ts';
import type { Outcome, Strand } from './strand.ts';

export class RootScope extends BodyScope {
  readonly #onEnd: (outcome: Outcome) => void;
  readonly #script: Strand;

  constructor(kernel: Kernel, name: string, script: () => unknown, onEnd: (outcome: Outcome) => void) {
    super(kernel, name);
    this.#onEnd = onEnd;
    this.#script = this.start(script, 'play');
  }

  override nameOf(strand: Strand): string {
    return strand.name;
  }

  protected override ended(strand: Strand, outcome: Outcome): void {
    super.ended(strand, outcome);
    // Tasks beside the script, such as a chat loop, would never end.
    if (strand === this.#script) this.cancel(new Cancelled('the script has ended'));
  }

  protected override finish(outcome: Outcome): void {
    this.#onEnd(outcome);
  }
}
