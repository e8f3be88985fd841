/** The cancellation of a scope in the shape of an AbortSignal. */
import type { Cancelled } from '../errors/errors.ts';
import type { Scope } from './scope.ts';

/** What a listener of a {@link ScopeSignal} is called with. */
export interface AbortEvent {
  /** The only event there is. */
  readonly type: 'abort';
  /** The signal that was aborted. */
  readonly target: ScopeSignal;
}

/** What a {@link ScopeSignal} calls when it is aborted. */
export type AbortListener = ((event: AbortEvent) => void) | { handleEvent(event: AbortEvent): void };

/**
 * Aborts in the moment in which its scope is cancelled, by whatever it is. Listeners are called then and there, in the order in which
 * they were added; they are synchronous, as a system is, and an error in one is one of the scope. The platform's own
 * signals would throw it into the process.
 *
 * @example
 * await room.within(5_000, (scope) => search(board, { signal: scope.signal })); // looks at signal.aborted now and then
 */
export class ScopeSignal {
  /** Called when the scope is cancelled, before the listeners. */
  onabort: ((event: AbortEvent) => void) | null = null;
  readonly #scope: Scope;
  readonly #listeners = new Set<AbortListener>();

  constructor(scope: Scope) {
    this.#scope = scope;
    if (!this.aborted) scope.atCancel(() => this.#abort());
  }

  /** Whether the scope is cancelled. */
  get aborted(): boolean {
    return this.reason !== undefined;
  }

  /** The `Cancelled` of the scope. */
  get reason(): Cancelled | undefined {
    return this.#scope.interruption;
  }

  /**
   * Throws the scope's `Cancelled` if the scope is cancelled.
   *
   * @throws {@link Cancelled}
   */
  throwIfAborted(): void {
    const { reason } = this;
    if (reason !== undefined) throw reason;
  }

  /** Listens for "abort", which comes once at most; there are no other events. */
  addEventListener(type: 'abort', listener: AbortListener, _options?: { readonly once?: boolean }): void {
    if (type === 'abort' && !this.aborted) this.#listeners.add(listener);
  }

  /** Removes a listener. Does nothing if it was never added. */
  removeEventListener(_type: 'abort', listener: AbortListener): void {
    this.#listeners.delete(listener);
  }

  #abort(): void {
    const { onabort } = this;
    if (onabort !== null) this.#call(onabort);
    for (const listener of this.#listeners) this.#call(listener);
    this.#listeners.clear();
  }

  #call(listener: AbortListener): void {
    const event = { type: 'abort', target: this } as const;
    try {
      this.#scope.kernel.callSystem(() =>
        typeof listener === 'function' ? listener(event) : listener.handleEvent(event),
      );
    } catch (error) {
      this.#scope.fail('a listener of the signal', error);
    }
  }
}
