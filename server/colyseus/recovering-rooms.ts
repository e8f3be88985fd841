/** Rooms that are recovered while the port is open: clients that ask for one wait for it. */

/** The room code in a URL: of a socket, a return, or a join by code. */
const CODE = /\/([A-Z]+)(?:\?|$)/;

interface Expected {
  readonly arrival: Promise<void>;
  readonly arrived: () => void;
}

export class RecoveringRooms {
  readonly #expected = new Map<string, Expected>();
  #closed = false;

  expect(code: string): void {
    const { promise: arrival, resolve: arrived } = Promise.withResolvers<void>();
    this.#expected.set(code, { arrival, arrived });
  }

  /** The room is recovered, or never will be. */
  settle(code: string): void {
    this.#expected.get(code)?.arrived();
    this.#expected.delete(code);
  }

  has(code: string): boolean {
    return this.#expected.has(code);
  }

  /** Settles when the room of this URL is recovered; undefined: there is nothing to wait for. */
  whenSettled(url: string | undefined): Promise<void> | undefined {
    if (this.#expected.size === 0) return undefined;
    return this.#expected.get(CODE.exec(url ?? '')?.[1] ?? '')?.arrival;
  }

  /** Gives up the rooms that are left. */
  close(): void {
    this.#closed = true;
    for (const code of [...this.#expected.keys()]) this.settle(code);
  }

  get closed(): boolean {
    return this.#closed;
  }
}
