/** Shown to a spectator of a delayed match until the delay has passed. */
import { useMemo } from 'preact/hooks';
import { useSecondsLeft } from '../ui/countdown.tsx';
import { LoadingPage } from './page.tsx';

export function DelayNotice({ delayMs, beginsInMs }: { delayMs: number; beginsInMs: number }) {
  const span = useMemo(() => ({ from: performance.now(), until: performance.now() + beginsInMs }), [delayMs]);
  const seconds = useSecondsLeft(span) ?? 0;
  const when = seconds > 0 ? `It starts in ${seconds} s.` : 'It starts now.';
  return (
    <LoadingPage text={`You watch this match ${delayText(delayMs)}, so that nobody can help a player.`} time={when} />
  );
}

/** `10 s late` */
export function delayText(delayMs: number): string {
  return `${Math.round(delayMs / 1_000)} s late`;
}
