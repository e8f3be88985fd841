/** The clock of a server, measured by a client without latency: the clocks of other clients are compared with it. */
import type { Room } from '@colyseus/sdk';

/** The fastest of this many patches counts. */
const PATCHES = 45;

export class ServerClock {
  readonly #offsets: number[] = [];

  constructor(near: Room) {
    near.onStateChange(() => {
      this.#offsets.push(near.clock.lastServerTime() - performance.now());
      if (this.#offsets.length > PATCHES) this.#offsets.shift();
    });
  }

  /** How far a client's estimate of the server's clock is ahead, in ms. */
  errorOf({ clock }: Room): number {
    return clock.serverNow() - performance.now() - Math.max(...this.#offsets);
  }
}
