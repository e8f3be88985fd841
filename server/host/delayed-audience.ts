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
 * One stream for all spectators of a room, whatever their number: it is made while anybody watches, by the encoder that all
 * clients have. Those who come when others watch see at once what these see; the first waits for the delay.
 */
export class DelayedAudience implements Audience {
  readonly #audience: Audience;
  readonly #match: WatchedMatch;
  readonly #stream: DelayedStream<Notice>;
  readonly #maxBytes: number;
  #ear: PatchListener | undefined;
  /** What the ear has heard last. */
  #heard: Uint8Array | undefined;
  /** The match is over, and spectators have not seen it all: then their connections are closed with this. */
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

  /** About how much memory it takes, in bytes. */
  get bytes(): number {
    return this.#stream.bytes;
  }

  /** What a spectator is told who comes now. */
  get late(): Late {
    const { delayTicks, ticksToFirst, isActive } = this.#stream;
    return { delayMs: this.#msOf(delayTicks), beginsInMs: this.#msOf(isActive ? ticksToFirst : delayTicks) };
  }

  /** Shows a spectator who has just come, or come back, what the others see. */
  enter(spectator: string): void {
    for (const { tick, bytes } of this.#stream.shown) this.#audience.sendDelayed(tick, bytes, spectator);
  }

  patch(): void {
    this.#heard = undefined;
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
      // When the clock stands still the stream does, too: that is told at once, in its own time.
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

  /** Where the match is over its spectators stay until they have seen its end, unless the process ends: then they see it now. */
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

  /** After the end, in the place of a tick: shows spectators the next moment, and closes the room after the last. True: there is more. */
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

  addListener(ear: PatchListener): void {
    this.#audience.addListener(ear);
  }

  removeListener(ear: PatchListener): void {
    this.#audience.removeListener(ear);
  }

  #record(tick: number): void {
    const stream = this.#stream;
    if (!stream.isActive || stream.bytes > this.#maxBytes + 2 * stream.stateBytes) {
      stream.begin(tick, this.#whole());
    } else {
      stream.add(tick, this.#heard);
      if (stream.needsState) stream.addWholeState(this.#whole());
    }
  }

  /** The whole state as spectators see it now. */
  #whole(): Uint8Array {
    this.#ear ??= { view: this.#match.viewOf(undefined), onPatch: (bytes) => (this.#heard = bytes) };
    this.#audience.addListener(this.#ear);
    if (this.#heard === undefined) throw new Error('an ear hears the whole state when it begins to listen');
    return this.#heard;
  }

  #end(): void {
    if (this.#ear !== undefined) this.#audience.removeListener(this.#ear);
    this.#ear = undefined;
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
