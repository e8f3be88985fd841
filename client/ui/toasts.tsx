/** Short notes at the edge of the page: refusals, mostly. */
import { useEffect, useState } from 'preact/hooks';
import './toasts.css';

interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 4_200;
const MOST = 3;
const listeners = new Set<(toasts: readonly Toast[]) => void>();
let toasts: readonly Toast[] = [];
let last = 0;

/** Shows a note for a few seconds. The same note again only stays longer. */
export function toast(text: string): void {
  const id = (last += 1);
  set([...toasts.filter((other) => other.text !== text), { id, text }].slice(-MOST));
  setTimeout(() => set(toasts.filter((other) => other.id !== id)), SHOWN_MS);
}

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener(next);
}

export function Toasts() {
  const [shown, setShown] = useState(toasts);
  useEffect(() => {
    listeners.add(setShown);
    return () => void listeners.delete(setShown);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <p key={id} class="toast">
          {text}
        </p>
      ))}
    </div>
  );
}
