/** Whether the clock of one room runs, how much time it has lost, and what its clients learn of both. */
import { WIRE, type Held, type Resumed, type Slipped } from '../../shared/wire.ts';
import type { Match } from '../../shared/runtime/host.ts';
import type { Audience } from './audience.ts';
import { RejoinHold } from './members/rejoin-hold.ts';

export class RoomClock {
  /** Match time that was lost for good, in ms. */
  lostMs = 0;
  #sentLostMs = 0;
  readonly #match: Match;
  readonly #audience: Audience;
  #hold: RejoinHold | undefined;
  /** It stands still until the journal can be written, and clients were told. */
  #isPaused = false;

  constructor(match: Match, audience: Audience) {
    this.#match = match;
    this.#audience = audience;
  }

  /** It stands still until those who were connected before a restart are back. */
  get held(): boolean {
    return this.#hold !== undefined;
  }

  holdFor(players: ReadonlySet<string>, nowMs: number): void {
    if (players.size > 0) this.#hold = new RejoinHold(players, nowMs);
  }

  /** A player whom it is held for is back, or has left. */
  stopAwaiting(player: string): void {
    this.#hold?.delete(player);
  }

  /** Ends a hold that nobody has to wait for any longer. Returns the players who are not back. */
  endHoldIfDue(nowMs: number): Iterable<string> {
    if (this.#hold?.isOver(nowMs) !== true) return [];
    const { awaited } = this.#hold;
    // The clocks of clients went on meanwhile.
    this.lostMs += this.#hold.lasted(nowMs);
    this.#hold = undefined;
    this.#broadcastResumed();
    return awaited;
  }

  /** The journal cannot be written: the clock stands still until it can. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    if (!this.held) this.#audience.broadcast(WIRE.held, { now: this.#match.now } satisfies Held);
  }

  /** The journal can be written again. Nobody could come back in that time, so a hold lasts longer by it. */
  resume(pausedMs: number): void {
    this.#hold?.postpone(pausedMs);
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (!this.held) this.#broadcastResumed();
  }

  broadcastLostTime(): void {
    const { lostMs } = this;
    if (lostMs === this.#sentLostMs) return;
    this.#sentLostMs = lostMs;
    this.#audience.broadcast(WIRE.slipped, { slipMs: lostMs } satisfies Slipped);
  }

  #broadcastResumed(): void {
    this.#audience.broadcast(WIRE.resumed, { now: this.#match.now } satisfies Resumed);
  }
}
