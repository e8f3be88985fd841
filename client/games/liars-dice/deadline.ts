/** The running deadline of the table, as a span of local time. */
import { useRef } from 'preact/hooks';
import type { TableOfDice } from './table-of-dice.ts';
import type { Span } from '../../ui/countdown.tsx';
import type { TableView } from './table-view.ts';

/** A replay's clock can be faster or jump: spans that differ by more than this are corrected. */
const DRIFT_MS = 250;

/** A deadline when it was last seen. */
export interface TrackedDeadline {
  readonly now: number;
  readonly deadline: number;
  /** The clock was paused, or the connection was lost. */
  readonly still: boolean;
  /** Undefined without a running deadline. */
  readonly span: Span | undefined;
}

const NOTHING: TrackedDeadline = { now: 0, deadline: 0, still: false, span: undefined };

/**
 * The running deadline in local time. The match time at which it was set is in the same patch, so the countdown starts when that
 * patch arrives. Clients that join later, or whose clock was paused, take the elapsed time from the connection.
 */
export function useDeadline(view: TableView, table: TableOfDice): Span | undefined {
  const seen = useRef(NOTHING);
  seen.current = trackDeadline(seen.current, view, table, performance.now());
  return seen.current.span;
}

/** Updates what is known of the deadline at `localNow`. Returns the same object if nothing changed. */
export function trackDeadline(
  before: TrackedDeadline,
  view: Pick<TableView, 'now' | 'deadline'>,
  table: Pick<TableOfDice, 'status' | 'held' | 'matchNow'>,
  localNow: number,
): TrackedDeadline {
  const { now, deadline } = view;
  const same = before.now === now && before.deadline === deadline;
  const lost = table.status !== 'live';
  const still = lost || table.held;
  // While the connection is lost, the countdown is shown where it was: the match may be paused.
  if (lost && same && before.span !== undefined) {
    return before.still ? before : { ...before, still, span: { ...before.span, heldAt: localNow } };
  }
  const matchNow = table.matchNow();
  if (same && before.still === still && !hasDrifted(before.span, deadline, matchNow, localNow)) return before;
  const span = deadline > now ? localSpan(view, matchNow, localNow, still) : undefined;
  // The match time is written again when players join or return: the deadline keeps its length, and only its end is corrected.
  if (span && before.span && before.deadline === deadline)
    span.from = span.until - (before.span.until - before.span.from);
  return { now, deadline, still, span };
}

function hasDrifted(span: Span | undefined, deadline: number, matchNow: number | undefined, localNow: number): boolean {
  if (span === undefined || matchNow === undefined) return false;
  const leftMs = span.until - (span.heldAt ?? localNow);
  return Math.abs(leftMs - (deadline - matchNow)) > DRIFT_MS;
}

/**
 * The span from `now` to `deadline` in local time, seen at `localNow` when match time is `matchNow` (undefined: just set). `still`: the
 * countdown is paused.
 */
export function localSpan(
  { now, deadline }: Pick<TableView, 'now' | 'deadline'>,
  matchNow: number | undefined,
  localNow: number,
  still = false,
): Span {
  const elapsedMs = matchNow === undefined ? 0 : Math.max(0, matchNow - now);
  const from = localNow - elapsedMs;
  const span: Span = { from, until: from + (deadline - now) };
  return still ? { ...span, heldAt: localNow } : span;
}
