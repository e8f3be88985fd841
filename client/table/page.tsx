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

export function Waiting({ text }: { text: string }) {
  return (
    <main class="page">
      <p class="page__waiting" role="status">
        <span class="page__lamp" aria-hidden="true" />
        {text}
      </p>
    </main>
  );
}
