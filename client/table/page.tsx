import type { ComponentChildren } from 'preact';
import './page.css';

/** A page with one card in the middle. */
export function Page({ children }: { children: ComponentChildren }) {
  return (
    <main class="page">
      <div class="page__card">{children}</div>
    </main>
  );
}

/** @param time changes every second, so screen readers skip it */
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
