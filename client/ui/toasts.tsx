/** Toasts: short messages at the edge of the page, mostly refusals. */
import { useEffect, useState } from 'preact/hooks';
import { Listeners } from '../connection/listeners.ts';
import './toasts.css';

interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 4_200;
const MAX_TOASTS = 3;
const listeners = new Listeners<[toasts: readonly Toast[]]>();
let toasts: readonly Toast[] = [];
let last = 0;

/** Shows a toast for a few seconds. The same text again stays longer instead of showing twice. */
export function toast(text: string): void {
  const id = (last += 1);
  set([...toasts.filter((other) => other.text !== text), { id, text }].slice(-MAX_TOASTS));
  setTimeout(() => set(toasts.filter((other) => other.id !== id)), SHOWN_MS);
}

function set(next: readonly Toast[]): void {
  toasts = next;
  listeners.call(next);
}

export function Toasts() {
  const [shown, setShown] = useState(toasts);
  useEffect(() => listeners.add(setShown), []);
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
