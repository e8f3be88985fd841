/** A player in an arena of its own: how evenly its patches come tells how late the server's rooms are. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import { TICK_RATE } from '../../shared/games/arena/constants.ts';
import { PROTOCOL } from './target.ts';

const STEP_MS = 1_000;
const DIRECTIONS = 16;

/** How late patches came, beyond one tick after the one before, in ms. */
export interface Lateness {
  readonly patches: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export class Neighbour {
  /** The server has closed its connection. */
  isClosed = false;
  readonly #room: Room;
  readonly #walk: NodeJS.Timeout;
  #gapsMs: number[] = [];
  #lastMs: number | undefined;

  private constructor(room: Room) {
    this.#room = room;
    room.onStateChange(() => this.#patched());
    room.onMessage('*', () => {});
    room.onLeave(() => (this.isClosed = true));
    room.reconnection.enabled = false;
    this.#walk = setInterval(() => {
      if (!this.isClosed)
        room.connection.send(Uint8Array.of(PROTOCOL.input, 0x80, Math.floor(Math.random() * DIRECTIONS)));
    }, STEP_MS);
  }

  static async join(url: string): Promise<Neighbour> {
    return new Neighbour(
      await new ColyseusSDK(url).create('arena', { name: 'Neighbour', fill: 6, seats: 12, private: true }),
    );
  }

  /** Measures from now on. */
  restart(): void {
    this.#gapsMs = [];
    this.#lastMs = performance.now();
  }

  /** How late patches were since the last `restart`; what has not come by now counts as coming now. */
  lateness(): Lateness {
    if (!this.isClosed) this.#patched();
    const lateMs = this.#gapsMs.map((gapMs) => Math.max(0, gapMs - 1_000 / TICK_RATE)).sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round(lateMs[Math.min(lateMs.length - 1, Math.floor(lateMs.length * share))] ?? 0);
    return { patches: lateMs.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  }

  async leave(): Promise<void> {
    clearInterval(this.#walk);
    if (!this.isClosed) await this.#room.leave();
  }

  #patched(): void {
    const nowMs = performance.now();
    if (this.#lastMs !== undefined) this.#gapsMs.push(nowMs - this.#lastMs);
    this.#lastMs = nowMs;
  }
}
