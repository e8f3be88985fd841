import { useRef } from 'preact/hooks';
import type { Connection } from '../../connection/connection.ts';
import type { Span } from '../../ui/countdown.tsx';
import type { TableView } from './table-view.ts';

/**
 * The running deadline in local time. The match time it was set at came in the same patch, so the count begins when that patch arrives;
 * only for who comes to a deadline that already runs does the welcome tell how late it is.
 */
export function useDeadline(view: TableView | undefined, connection: Connection): Span | undefined {
  const known = useRef<{ now: number; deadline: number; span: Span | undefined }>({
    now: 0,
    deadline: 0,
    span: undefined,
  });
  if (!view) return undefined;
  const { now, deadline } = view;
  const before = known.current;
  if (before.now !== now || before.deadline !== deadline) {
    const span = deadline > now ? localSpan(view, connection.matchNow(), performance.now()) : undefined;
    // The match time is told again when somebody comes or returns: the same deadline keeps its length, and only its end is set right.
    if (span && before.span && before.deadline === deadline)
      span.from = span.until - (before.span.until - before.span.from);
    known.current = { now, deadline, span };
  }
  return known.current.span;
}

/** The span from `now` to `deadline` in local time, seen at `localNow` when match time is `matchNow` (undefined: just set). */
export function localSpan(
  { now, deadline }: Pick<TableView, 'now' | 'deadline'>,
  matchNow: number | undefined,
  localNow: number,
): Span {
  const elapsedMs = matchNow === undefined ? 0 : Math.max(0, matchNow - now);
  const from = localNow - elapsedMs;
  return { from, until: from + (deadline - now) };
}
