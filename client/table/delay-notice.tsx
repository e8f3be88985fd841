/** What those see who watch a match late, before their picture begins. */
import { useMemo } from 'preact/hooks';
import { useSecondsLeft } from '../ui/countdown.tsx';
import { LoadingPage } from './page.tsx';

export function DelayNotice({ delayMs, beginsInMs }: { delayMs: number; beginsInMs: number }) {
  const span = useMemo(() => ({ from: performance.now(), until: performance.now() + beginsInMs }), [delayMs]);
  const seconds = useSecondsLeft(span) ?? 0;
  const when = seconds > 0 ? `The picture begins in ${seconds} s.` : 'The picture begins now.';
  return (
    <LoadingPage text={`You see this match ${delayText(delayMs)}, so that nobody can help a player.`} time={when} />
  );
}

/** By how much somebody sees a match late, in words. */
export function delayText(delayMs: number): string {
  return `${Math.round(delayMs / 1_000)} s late`;
}
