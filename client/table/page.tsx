import type { ComponentChildren } from 'preact';
import './page.css';

/** A card in the middle of an otherwise empty room. */
export function Page({ children }: { children: ComponentChildren }) {
  return (
    <main class="page">
      <div class="page__card">{children}</div>
    </main>
  );
}

/** @param time what changes with every second, and is not read out */
export function LoadingPage({ text, time }: { text: string; time?: string }) {
  return (
    <main class="page">
      <p class="page__waiting" role="status">
        <span class="page__lamp" aria-hidden="true" />
        <span>
          {text}
          {time !== undefined && <span aria-hidden="true"> {time}</span>}
        </span>
      </p>
    </main>
  );
}
