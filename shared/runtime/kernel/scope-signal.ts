/** The cancellation of a scope in the shape of an AbortSignal. */
import type { Cancelled } from '../errors/errors.ts';
import type { Scope } from './scope.ts';

/** What a listener of a {@link ScopeSignal} is called with. */
export interface AbortEvent {
  readonly type: 'abort';
  readonly target: ScopeSignal;
}

type Listener = ((event: AbortEvent) => void) | { handleEvent(event: AbortEvent): void };

/**
 * Aborts in the moment in which its scope is cancelled, by whatever it is. Listeners are called then and there, in the order in which
 * they were added; they are synchronous, as a system is, and an error in one is one of the scope. The platform's own
 * signals would throw it into the process.
 *
 * @example
 * await room.within(5_000, (scope) => search(board, { signal: scope.signal })); // looks at signal.aborted now and then
 */
export class ScopeSignal {
  onabort: ((event: AbortEvent) => void) | null = null;
  readonly #scope: Scope;
  readonly #listeners = new Set<Listener>();

  constructor(scope: Scope) {
    this.#scope = scope;
    if (!this.aborted) scope.atCancel(() => this.#abort());
  }

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  /** The `Cancelled` of the scope. */
  get reason(): Cancelled | undefined {
    return this.#scope.interruption;
  }

  throwIfAborted(): void {
    const { reason } = this;
    if (reason !== undefined) throw reason;
  }

  /** Listens for "abort", which comes once at most; there are no other events. */
  addEventListener(type: 'abort', listener: Listener, _options?: { readonly once?: boolean }): void {
    if (type === 'abort' && !this.aborted) this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.delete(listener);
  }

  #abort(): void {
    const { onabort } = this;
    if (onabort !== null) this.#call(onabort);
    for (const listener of this.#listeners) this.#call(listener);
    this.#listeners.clear();
  }

  #call(listener: Listener): void {
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
