/** A scope whose timers are paused while a player is disconnected. */
import { BodyScope } from '../kernel/body-scope.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Presence } from './player-wait.ts';
import type { ScopeHandle } from '../kernel/scope-handle.ts';
import type { Outcome } from '../kernel/strand.ts';

class PresenceScope extends BodyScope {
  readonly #presence: Presence;

  constructor(kernel: Kernel, presence: Presence) {
    super(kernel, `pauseWhileAway(${presence.name})`);
    this.#presence = presence;
  }

  watch(): void {
    this.#presence.watch(this.#follow);
    this.#follow();
  }

  protected override finish(outcome: Outcome): void {
    this.#presence.unwatch(this.#follow);
    super.finish(outcome);
  }

  readonly #follow = (): void => {
    if (this.#presence.away) this.pause();
    else this.resume();
  };
}

export function pauseWhileAway<T>(
  kernel: Kernel,
  presence: Presence,
  fn: (scope: ScopeHandle) => Promise<T>,
): Promise<T | undefined> {
  const strand = kernel.enter('pauseWhileAway');
  const opened = new PresenceScope(kernel, presence);
  return opened.open(strand, () => {
    opened.watch();
    opened.start(fn);
  }) as Promise<T | undefined>;
}
