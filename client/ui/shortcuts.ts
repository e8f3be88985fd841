import { useLayoutEffect, useRef } from 'preact/hooks';

/** Actions by key: `KeyboardEvent.key` in lower case. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Page-wide keyboard shortcuts. Ignored while the visitor types, holds a modifier, has a dialog open, or would press a focused button. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  // A layout effect, since a busy page runs other effects late, when the shortcuts already show.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest('input, textarea, select, [contenteditable]')) return;
      const presses = event.key === 'Enter' || event.key === ' ';
      if (presses && target?.closest('button, a, summary')) return;
      const action = current.current[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
