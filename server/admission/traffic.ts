/** Counts what sockets send as it arrives. This is on the hot path, where a limiter with promises would cost more than the frames. */
import { RateLimit } from '../host/members/rate-limit.ts';
import { ADDRESS_LIMITS, LIMITS } from '../host/limits.ts';
import type { ClientAddress } from './client-address.ts';

const MS_PER_SECOND = 1_000;

/** Frames and bytes. */
class Amounts {
  readonly #frames: RateLimit;
  readonly #bytes: RateLimit;

  constructor(framesPerSecond: number, frameBurst: number, bytesPerSecond: number, byteBurst: number) {
    this.#frames = new RateLimit(framesPerSecond, MS_PER_SECOND, frameBurst);
    this.#bytes = new RateLimit(bytesPerSecond, MS_PER_SECOND, byteBurst);
  }

  /** Returns how many frames were too many. */
  drawFrames(nowMs: number, frames: number): number {
    return this.#frames.draw(nowMs, frames);
  }

  /** Returns how many bytes were too many. */
  drawBytes(nowMs: number, bytes: number): number {
    return this.#bytes.draw(nowMs, bytes);
  }

  isFull(nowMs: number): boolean {
    return this.#frames.isFull(nowMs) && this.#bytes.isFull(nowMs);
  }
}

/** What one socket may send: up to its own limit, and beyond its assured part only what its address has left. */
export class SocketTraffic {
  readonly #most = new Amounts(LIMITS.framesPerSecond, LIMITS.frameBurst, LIMITS.bytesPerSecond, LIMITS.byteBurst);
  readonly #assured = new Amounts(
    LIMITS.assuredFramesPerSecond,
    LIMITS.assuredFrameBurst,
    LIMITS.assuredBytesPerSecond,
    LIMITS.assuredByteBurst,
  );
  readonly #shared: Amounts;

  constructor(shared: Amounts) {
    this.#shared = shared;
  }

  /** Counts what has arrived. Returns whose limit it exceeds; undefined: none. */
  take(nowMs: number, frames: number, bytes: number): 'socket' | 'address' | undefined {
    if (this.#most.drawFrames(nowMs, frames) > 0 || this.#most.drawBytes(nowMs, bytes) > 0) return 'socket';
    const moreFrames = this.#assured.drawFrames(nowMs, frames);
    if (moreFrames > 0 && this.#shared.drawFrames(nowMs, moreFrames) > 0) return 'address';
    const moreBytes = this.#assured.drawBytes(nowMs, bytes);
    return moreBytes > 0 && this.#shared.drawBytes(nowMs, moreBytes) > 0 ? 'address' : undefined;
  }
}

/** What the sockets of each address share. */
export class AddressTraffic {
  readonly #players: number;
  readonly #shared = new Map<ClientAddress, Amounts>();

  /** @param players how many players may be behind one address */
  constructor(players: number) {
    // A single player may have a connection that stalls for a while, too.
    this.#players = Math.max(players, ADDRESS_LIMITS.traffic.leastPlayers);
  }

  /** Addresses with a count. */
  get size(): number {
    return this.#shared.size;
  }

  /** The count for a new socket. */
  of(address: ClientAddress): SocketTraffic {
    let shared = this.#shared.get(address);
    if (shared === undefined) {
      const { frames, bytes } = ADDRESS_LIMITS.traffic;
      const times = (amount: number): number => amount * this.#players;
      shared = new Amounts(times(frames.perSecond), times(frames.burst), times(bytes.perSecond), times(bytes.burst));
      this.#shared.set(address, shared);
    }
    return new SocketTraffic(shared);
  }

  /** Forgets addresses without sockets or recent traffic. Closing a socket gives nothing back. */
  forgetIdle(nowMs: number, hasSockets: (address: ClientAddress) => boolean): void {
    for (const [address, shared] of this.#shared)
      if (!hasSockets(address) && shared.isFull(nowMs)) this.#shared.delete(address);
  }
}
