/**
 * The promise of a call, which records whether the script has used it. Awaiting a promise, chaining to it or passing it to
 * `Promise.all` reads its `constructor` first: the language specifies that, so a getter there notices every use.
 */
export class CallPromise<T> extends Promise<T> {
  /** It has been awaited, or a handler was attached. */
  looked = false;

  /** Marks it as handled for the process. That does not count as a use by the script. */
  quiet(): void {
    const { looked } = this;
    this.catch(ignore);
    this.looked = looked;
  }
}

void Object.defineProperty(CallPromise.prototype, 'constructor', {
  get(this: CallPromise<unknown>) {
    this.looked = true;
    // Derived promises are plain, and `await` takes it without wrapping.
    return Promise;
  },
});

function ignore(): void {}
