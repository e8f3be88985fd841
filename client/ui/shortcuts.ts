import { useLayoutEffect, useRef } from 'preact/hooks';

/** What keys do, by `KeyboardEvent.key` in lower case. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Page-wide keys, silent while somebody types, holds a modifier, has a dialog open, or would press a focused button. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  // At once: a busy page may take long until it comes to effects, and shows already what the keys are for.
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
