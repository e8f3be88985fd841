/** The time left until a deadline: in a script by match time, in a page by its own clock. Loads nothing else, so that pages may import it alone. */

/** A deadline in a state. */
export interface DeadlineFields {
  /** Match time in ms when `deadline` was set, written in the same patch, so that a client can count down by its own clock. */
  now: number;
  /** Match time in ms at which it ends; 0 for none. */
  deadline: number;
}

/**
 * The time left until a deadline, in ms: 0 once it has passed, Infinity without one.
 *
 * @param matchNow match time in ms: `room.now` in a script, that of its connection in a page
 *
 * @example
 * const bid = await player.next('bid', { timeoutMs: msLeft(room.state, room.now), otherwise: undefined });
 */
export function msLeft({ deadline }: Readonly<Pick<DeadlineFields, 'deadline'>>, matchNow: number): number {
  return deadline > 0 ? Math.max(0, deadline - matchNow) : Infinity;
}

/** A deadline in the local time of a page, in ms. */
export interface CountdownSpan {
  /** When the countdown began, or would have begun with its whole length. */
  readonly from: number;
  /** When it ends, if nothing holds it. */
  readonly until: number;
  /** The time in the span at which the countdown stands still, because the match clock is held. */
  readonly heldAt?: number;
}

/** What a page knows of match time. A connection to a match is one. */
export interface CountdownClock {
  /** Only a live connection knows whether the match goes on. */
  readonly status: 'live' | 'dropped' | 'closed';
  /** The match clock stands still. */
  readonly held: boolean;
  /** Match time in ms; undefined where only changes of the state tell it. */
  matchNow(): number | undefined;
}

/** A deadline when it was last looked at. */
export interface Countdown extends Readonly<DeadlineFields> {
  /** The clock was held, or the connection was lost. */
  readonly still: boolean;
  /** Undefined without a running deadline. */
  readonly span: CountdownSpan | undefined;
}

/** A replay's clock can be faster or jump: spans that differ by more than this are corrected. */
const DRIFT_MS = 250;

/**
 * Follows a deadline in local time. Call it whenever the state or the connection has changed, and keep what it gives.
 * The time at which a deadline was set is in the same patch, so its countdown begins when that patch arrives; clients that join later, or
 * whose clock was held, take the time that has passed from their connection.
 *
 * @param before what the last call gave; undefined at first
 * @param localNow the page's own clock, in ms
 * @returns `before` itself if nothing has changed
 *
 * @example
 * countdown = followDeadline(countdown, table.state, table, performance.now());
 * const seconds = Math.ceil(spanLeftMs(countdown.span, performance.now()) / 1_000);
 */
export function followDeadline(
  before: Countdown | undefined,
  { now, deadline }: Readonly<DeadlineFields>,
  clock: CountdownClock,
  localNow: number,
): Countdown {
  const same = before?.now === now && before.deadline === deadline;
  const lost = clock.status !== 'live';
  const still = lost || clock.held;
  // While the connection is lost, the countdown is shown where it was: the match may be paused.
  if (lost && same && before.span !== undefined) {
    return before.still ? before : { ...before, still, span: { ...before.span, heldAt: localNow } };
  }
  const matchNow = clock.matchNow();
  if (same && before.still === still && !hasDrifted(before, matchNow, localNow)) return before;
  if (deadline <= now) return { now, deadline, still, span: undefined };
  const until = localNow + deadline - Math.max(now, matchNow ?? now);
  // `now` may be written again for those who come later: the deadline keeps its length, and only its end is corrected.
  const known = before?.deadline === deadline ? before.span : undefined;
  const lengthMs = known === undefined ? deadline - now : known.until - known.from;
  const span = { from: until - lengthMs, until };
  return { now, deadline, still, span: still ? { ...span, heldAt: localNow } : span };
}

/** The time left in a span, in ms; 0 once it is over, and without one. */
export function spanLeftMs(span: CountdownSpan | undefined, localNow: number): number {
  return span === undefined ? 0 : Math.max(0, span.until - (span.heldAt ?? localNow));
}

function hasDrifted({ span, deadline }: Countdown, matchNow: number | undefined, localNow: number): boolean {
  if (span === undefined || matchNow === undefined) return false;
  const leftMs = span.until - (span.heldAt ?? localNow);
  return Math.abs(leftMs - (deadline - matchNow)) > DRIFT_MS;
}
