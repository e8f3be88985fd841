/** An audience whose spectators see the match later than its players do. */
import { DelayedStream, type Match, spectatorDelayTicks, type SpectatorTick } from '../../shared/runtime/host.ts';
import { CLOSE, WIRE, type Late } from '../../shared/wire.ts';
import type { Audience, PatchListener, AudienceGroup } from './audience.ts';
import { LIMITS } from './limits.ts';
import { estimateBytes } from './estimate-bytes.ts';

interface Notice {
  readonly type: string;
  readonly data: unknown;
}

type WatchedMatch = Pick<Match, 'game' | 'tick' | 'start' | 'spectators' | 'viewOf'>;

/**
 * There is one delayed stream for all spectators of a room, encoded once, while anybody watches. A spectator who comes while others watch sees at
 * once what they see; the first one waits for the delay.
 */
export class DelayedAudience implements Audience {
  readonly #audience: Audience;
  readonly #match: WatchedMatch;
  readonly #stream: DelayedStream<Notice>;
  readonly #maxBytes: number;
  #listener: PatchListener | undefined;
  /** The last patch of the listener. */
  #lastPatch: Uint8Array | undefined;
  /** The match is over, but not for spectators yet: later their connections are closed with this code. */
  #closing: number | undefined;

  /** Undefined: spectators of the game see it at once. */
  static of(audience: Audience, match: WatchedMatch): DelayedAudience | undefined {
    return spectatorDelayTicks(match.game) > 0 ? new DelayedAudience(audience, match) : undefined;
  }

  constructor(audience: Audience, match: WatchedMatch, maxBytes: number = LIMITS.spectatorBytes) {
    this.#audience = audience;
    this.#match = match;
    this.#stream = new DelayedStream(spectatorDelayTicks(match.game));
    this.#maxBytes = maxBytes;
  }

  /** Match time in ms as spectators see it. */
  get nowMs(): number {
    return this.#msOf(this.tick);
  }

  /** The tick that spectators see. */
  get tick(): number {
    return this.#stream.shownTick ?? Math.max(0, this.#match.tick - this.#stream.delayTicks);
  }

  /** Estimated memory of the stream, in bytes. */
  get bytes(): number {
    return this.#stream.bytes;
  }

  /** The delay, for a spectator who comes now. */
  get late(): Late {
    const { delayTicks, ticksToFirst, isActive } = this.#stream;
    return { delayMs: this.#msOf(delayTicks), beginsInMs: this.#msOf(isActive ? ticksToFirst : delayTicks) };
  }

  /** Shows a spectator who has just joined or returned what the others see. */
  enter(spectator: string): void {
    for (const { tick, bytes } of this.#stream.shown) this.#audience.sendDelayed(tick, bytes, spectator);
  }

  patch(): void {
    this.#lastPatch = undefined;
    this.#audience.patch();
    if (this.#match.spectators.size > 0) this.#record(this.#match.tick);
    else this.#end();
    for (let moment = this.#stream.nextDue(); moment !== undefined; moment = this.#stream.nextDue()) this.#show(moment);
  }

  send(member: string, type: string, data: unknown): void {
    this.#audience.send(member, type, data);
  }

  broadcast(type: string, data: unknown, to?: AudienceGroup): void {
    if (to !== 'spectators') this.#audience.broadcast(type, data, 'players');
    if (to === 'players') return;
    switch (type) {
      // The stream stops and goes on with the clock: this is sent at once, with its own time.
      case WIRE.held:
      case WIRE.resumed:
        return this.#audience.broadcast(type, { now: this.nowMs }, 'spectators');
      case WIRE.slipped:
        return this.#audience.broadcast(type, data, 'spectators');
      default:
        if (this.#stream.isActive) this.#stream.addNotice({ type, data }, estimateBytes(data));
        else if (type === WIRE.ended) this.#audience.broadcast(type, data, 'spectators');
    }
  }

  sendDelayed(tick: number, bytes: Uint8Array | undefined, spectator?: string): void {
    this.#audience.sendDelayed(tick, bytes, spectator);
  }

  disconnect(member: string, code: number, reason: string): void {
    this.#audience.disconnect(member, code, reason);
  }

  /** After the end of the match spectators stay until they have seen it. Where the process ends they see it now. */
  close(code: number): void {
    if (this.#closing !== undefined) {
      while (this.drain());
    } else if (code === CLOSE.mayRetry || !this.#stream.isActive) {
      this.#audience.close(code);
    } else {
      this.#closing = code;
      this.#audience.close(code, 'players');
    }
  }

  /** To be called instead of a tick after the end: shows spectators the next moment, and closes the room after the last. True: there is more. */
  drain(): boolean {
    if (this.#closing === undefined) return false;
    const moment = this.#stream.nextDue(true);
    if (moment !== undefined) {
      this.#show(moment);
      return true;
    }
    const code = this.#closing;
    this.#end();
    this.#audience.close(code);
    return false;
  }

  handshake(): Uint8Array {
    return this.#audience.handshake();
  }

  addListener(listener: PatchListener): void {
    this.#audience.addListener(listener);
  }

  removeListener(listener: PatchListener): void {
    this.#audience.removeListener(listener);
  }

  #record(tick: number): void {
    const stream = this.#stream;
    if (!stream.isActive || stream.bytes > this.#maxBytes + 2 * stream.stateBytes) {
      stream.begin(tick, this.#whole());
    } else {
      stream.add(tick, this.#lastPatch);
      if (stream.needsState) stream.addWholeState(this.#whole());
    }
  }

  /** The whole state as spectators see it now. */
  #whole(): Uint8Array {
    this.#listener ??= { view: this.#match.viewOf(undefined), onPatch: (bytes) => (this.#lastPatch = bytes) };
    this.#audience.addListener(this.#listener);
    if (this.#lastPatch === undefined) throw new Error('a new listener got no state');
    return this.#lastPatch;
  }

  #end(): void {
    if (this.#listener !== undefined) this.#audience.removeListener(this.#listener);
    this.#listener = undefined;
    this.#stream.clear();
  }

  #show({ tick, isFirst, state, patch, notices }: SpectatorTick<Notice>): void {
    this.#audience.sendDelayed(tick, isFirst ? state : patch);
    if (isFirst) this.#audience.broadcast(WIRE.resumed, { now: this.nowMs }, 'spectators');
    for (const { type, data } of notices) this.#audience.broadcast(type, data, 'spectators');
  }

  #msOf(tick: number): number {
    return (tick * 1_000) / this.#match.start.tickRate;
  }
}
