/** Time that is running out: a ring, and the seconds in it. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import './countdown.css';

/** A span of local time (`performance.now()`, ms). */
export interface Span {
  from: number;
  until: number;
  /** Where in the span the clock stands still. */
  heldAt?: number;
}

function nowIn({ heldAt }: Span): number {
  return heldAt ?? performance.now();
}

/** Ends as a full ring of nothing; the ring itself is a CSS animation, only the seconds tick. */
export function CountdownRing({ span }: { span: Span }) {
  const { from, until, heldAt } = span;
  // An animation that runs would jump ahead if it were told again how late it was when it began.
  const style = useMemo(
    () => ({
      animationDuration: `${Math.max(1, until - from)}ms`,
      animationDelay: `${from - nowIn(span)}ms`,
      animationPlayState: heldAt === undefined ? 'running' : 'paused',
    }),
    [from, until, heldAt],
  );
  return (
    <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring__track" cx="50" cy="50" r="47" pathLength="100" />
      <circle
        key={`${from}:${until}:${heldAt}`}
        class="ring__left"
        cx="50"
        cy="50"
        r="47"
        pathLength="100"
        style={style}
      />
    </svg>
  );
}

/** Whole seconds left, updated as they pass. */
export function useSecondsLeft(span: Span | undefined): number | undefined {
  const [, setPassed] = useState(0);
  const leftMs = span && Math.max(0, span.until - nowIn(span));
  const held = span?.heldAt !== undefined;
  useEffect(() => {
    if (leftMs === undefined || leftMs <= 0 || held) return;
    const timer = setTimeout(() => setPassed((count) => count + 1), (leftMs % 1_000) + 15);
    return () => clearTimeout(timer);
  });
  return leftMs === undefined ? undefined : Math.ceil(leftMs / 1_000);
}

export function Seconds({ span }: { span: Span }) {
  const seconds = useSecondsLeft(span);
  return (
    <span class={`seconds ${seconds !== undefined && seconds <= 5 ? 'seconds--few' : ''}`} aria-hidden="true">
      {seconds}
    </span>
  );
}
