/** The replay's keys. The game's own do nothing here: there is nothing to play. */
import { useLayoutEffect } from 'preact/hooks';
import type { Playback } from './playback.ts';

/** How far an arrow key goes. */
const STEP_MS = 5_000;

/** What a key does; undefined where it is not one of the replay's. */
function actionOf(key: string, playback: Playback): (() => void) | undefined {
  const stepTicks = Math.round((STEP_MS * playback.tickRate) / 1_000);
  switch (key) {
    case ' ':
      return () => playback.toggle();
    case 'ArrowLeft':
      return () => playback.seek(playback.tick - stepTicks);
    case 'ArrowRight':
      return () => playback.seek(playback.tick + stepTicks);
    case 'Home':
      return () => playback.seek(0);
    case 'End':
      return () => playback.seek(playback.end);
    default:
      return undefined;
  }
}

export function useReplayKeys(playback: Playback): void {
  // At once: a busy page may take long until it comes to effects, and shows already what the keys are for.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : undefined;
      // These have keys of their own; the bar's are ours.
      if (target?.closest('select, textarea, [contenteditable], input:not([type="range"], [type="radio"])')) return;
      if (event.key.startsWith('Arrow') && target?.closest('input[type="radio"]')) return;
      if ((event.key === ' ' || event.key === 'Enter') && target?.closest('button, a, summary')) return;
      const action = actionOf(event.key, playback);
      action?.();
      // A key that is prevented here is none of the game's any more.
      if (action !== undefined || /^(.|Enter|Arrow\w+)$/u.test(event.key)) event.preventDefault();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [playback]);
}
