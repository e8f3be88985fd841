/** The keyboard shortcuts of a replay. They replace the game's own shortcuts. */
import { useLayoutEffect } from 'preact/hooks';
import type { Playback } from './playback.ts';

/** The step of an arrow key. */
const STEP_MS = 5_000;

/** Undefined for a key that is not a shortcut. */
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
  // A layout effect, since a busy page runs other effects late, when the controls already show.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : undefined;
      // Other form fields keep their own keys; the seek bar and the viewer choice do not.
      if (target?.closest('select, textarea, [contenteditable], input:not([type="range"], [type="radio"])')) return;
      if (event.key.startsWith('Arrow') && target?.closest('input[type="radio"]')) return;
      if ((event.key === ' ' || event.key === 'Enter') && target?.closest('button, a, summary')) return;
      const action = actionOf(event.key, playback);
      action?.();
      // The game ignores prevented keys.
      if (action !== undefined || /^(.|Enter|Arrow\w+)$/u.test(event.key)) event.preventDefault();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [playback]);
}
