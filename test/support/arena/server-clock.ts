/** What time it is on a server, seen from so near that its patches take no time: others' clocks are held against it. */
import type { Room } from '@colyseus/sdk';

/** Of so many patches the one that came fastest is right. */
const PATCHES = 45;

export class ServerClock {
  readonly #offsets: number[] = [];

  constructor(near: Room) {
    near.onStateChange(() => {
      this.#offsets.push(near.clock.lastServerTime() - performance.now());
      if (this.#offsets.length > PATCHES) this.#offsets.shift();
    });
  }

  /** By how much a client's idea of the server's clock is ahead, in ms. */
  errorOf({ clock }: Room): number {
    return clock.serverNow() - performance.now() - Math.max(...this.#offsets);
  }
}
