/**
 * The promise of a call, which knows whether the script has ever looked at it. Whatever awaits a promise, chains to it or
 * hands it to `Promise.all` asks it for its constructor first: the language says so, and every engine does it.
 */
export class CallPromise<T> extends Promise<T> {
  /** Somebody has awaited it, or attached to it. */
  looked = false;

  /** From now on its rejection reaches no handler of the process. That is no look of the script's. */
  quiet(): void {
    const { looked } = this;
    this.catch(ignore);
    this.looked = looked;
  }
}

void Object.defineProperty(CallPromise.prototype, 'constructor', {
  get(this: CallPromise<unknown>) {
    this.looked = true;
    // What is derived from it is a plain promise, and an `await` takes it as it is.
    return Promise;
  },
});

function ignore(): void {}
