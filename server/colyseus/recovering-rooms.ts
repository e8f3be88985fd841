/** Rooms that are on their way back while the port is open already: whoever asks for one waits for it. */

/** The code of a room as it is in addresses: of its socket, and of a return or a join by code. */
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

  /** It is here, or it will never be. */
  settle(code: string): void {
    this.#expected.get(code)?.arrived();
    this.#expected.delete(code);
  }

  has(code: string): boolean {
    return this.#expected.has(code);
  }

  /** Settles when the room of this address is here; undefined: nobody has to wait. */
  whenSettled(url: string | undefined): Promise<void> | undefined {
    if (this.#expected.size === 0) return undefined;
    return this.#expected.get(CODE.exec(url ?? '')?.[1] ?? '')?.arrival;
  }

  /** No more come. */
  close(): void {
    this.#closed = true;
    for (const code of [...this.#expected.keys()]) this.settle(code);
  }

  get closed(): boolean {
    return this.#closed;
  }
}
