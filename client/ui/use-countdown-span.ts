/** The running deadline of a match, as a span of the page's own time. */
import { useRef } from 'preact/hooks';
import {
  followDeadline,
  type Countdown,
  type CountdownClock,
  type CountdownSpan,
  type DeadlineFields,
} from '../../shared/runtime/pieces/countdown.ts';

/** Follows a deadline of the state; undefined while none runs. It stands still while the match clock is held. */
export function useCountdownSpan(deadline: Readonly<DeadlineFields>, clock: CountdownClock): CountdownSpan | undefined {
  const seen = useRef<Countdown>(undefined);
  seen.current = followDeadline(seen.current, deadline, clock, performance.now());
  return seen.current.span;
}
