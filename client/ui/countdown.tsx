/** A countdown: a ring that empties, and the seconds left. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { spanLeftMs, type CountdownSpan } from '../../shared/runtime/pieces/countdown.ts';
import './countdown.css';

function nowIn({ heldAt }: CountdownSpan): number {
  return heldAt ?? performance.now();
}

/** The ring is a CSS animation, so it needs no render per second. */
export function CountdownRing({ span }: { span: CountdownSpan }) {
  const { from, until, heldAt } = span;
  // Memoized, since a running animation jumps when its delay changes.
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

/** The whole seconds left. Renders again as they pass. */
export function useSecondsLeft(span: CountdownSpan | undefined): number | undefined {
  const [, setPassed] = useState(0);
  const leftMs = span && spanLeftMs(span, performance.now());
  const held = span?.heldAt !== undefined;
  useEffect(() => {
    if (leftMs === undefined || leftMs <= 0 || held) return;
    const timer = setTimeout(() => setPassed((count) => count + 1), (leftMs % 1_000) + 15);
    return () => clearTimeout(timer);
  });
  return leftMs === undefined ? undefined : Math.ceil(leftMs / 1_000);
}

export function Seconds({ span }: { span: CountdownSpan }) {
  const seconds = useSecondsLeft(span);
  return (
    <span class={`seconds ${seconds !== undefined && seconds <= 5 ? 'seconds--few' : ''}`} aria-hidden="true">
      {seconds}
    </span>
  );
}
