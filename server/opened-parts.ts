/** What a server has opened, to be undone in reverse order. As `AsyncDisposableStack`, which Node has from 24 on. */
export class OpenedParts implements AsyncDisposable {
  #undo: (() => unknown)[] = [];

  /** Runs this when the parts are disposed of, before what was added earlier. */
  defer(undo: () => unknown): void {
    this.#undo.push(undo);
  }

  /** Gives the parts to another owner: disposing of this one does nothing any more. */
  move(): OpenedParts {
    const moved = new OpenedParts();
    moved.#undo = this.#undo;
    this.#undo = [];
    return moved;
  }

  /** @throws what was thrown, after all is undone: an AggregateError if it is more than one error. A second call does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = [];
    for (const undo of this.#undo.splice(0).toReversed()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 1) throw new AggregateError(errors, 'not everything could be closed');
    if (errors.length > 0) throw errors[0];
  }
}
