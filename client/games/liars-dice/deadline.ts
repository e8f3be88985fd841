/** The running deadline of the table, as a span of local time. */
import { useRef } from 'preact/hooks';
import type { Connection } from '../../connection/connection.ts';
import type { Span } from '../../ui/countdown.tsx';
import type { TableView } from './table-view.ts';

/** A replay's clock has speeds of its own, and jumps: a span that is further off is set right. */
const DRIFT_MS = 250;

/** A deadline as it was seen last. */
export interface TrackedDeadline {
  readonly now: number;
  readonly deadline: number;
  /** The clock was held, or nothing was heard of it. */
  readonly still: boolean;
  /** Undefined where no deadline runs. */
  readonly span: Span | undefined;
}

const NOTHING: TrackedDeadline = { now: 0, deadline: 0, still: false, span: undefined };

/**
 * The running deadline in local time. The match time it was set at came in the same patch, so the count begins when that patch arrives;
 * only for who comes to a deadline that already runs, or whose clock stood still, does the connection tell how late it is.
 */
export function useDeadline(view: TableView, connection: Connection): Span | undefined {
  const seen = useRef(NOTHING);
  seen.current = trackDeadline(seen.current, view, connection, performance.now());
  return seen.current.span;
}

/** What is seen of the deadline at `localNow`. The same object where nothing has changed. */
export function trackDeadline(
  before: TrackedDeadline,
  view: Pick<TableView, 'now' | 'deadline'>,
  connection: Pick<Connection, 'status' | 'held' | 'matchNow'>,
  localNow: number,
): TrackedDeadline {
  const { now, deadline } = view;
  const same = before.now === now && before.deadline === deadline;
  const lost = connection.status !== 'live';
  const still = lost || connection.held;
  // Whether the clock of a lost table runs, nobody knows: it is shown where it was.
  if (lost && same && before.span !== undefined) {
    return before.still ? before : { ...before, still, span: { ...before.span, heldAt: localNow } };
  }
  const matchNow = connection.matchNow();
  if (same && before.still === still && !hasDrifted(before.span, deadline, matchNow, localNow)) return before;
  const span = deadline > now ? localSpan(view, matchNow, localNow, still) : undefined;
  // The match time is told again when somebody comes or returns: the same deadline keeps its length, and only its end is set right.
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
 * The span from `now` to `deadline` in local time, seen at `localNow` when match time is `matchNow` (undefined: just set). `still`: it
 * stands still there.
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
