import './cup.css';

/** The SVG gradients that all cups share. Render it once on a page with cups. */
export function CupShading() {
  return (
    <svg class="unseen" aria-hidden="true">
      <defs>
        <linearGradient id="cup-round" x1="0" x2="1">
          <stop offset="0" stop-color="#000" stop-opacity="0.5" />
          <stop offset="0.24" stop-color="#fff" stop-opacity="0.2" />
          <stop offset="0.46" stop-color="#fff" stop-opacity="0.03" />
          <stop offset="0.8" stop-color="#000" stop-opacity="0.32" />
          <stop offset="1" stop-color="#000" stop-opacity="0.58" />
        </linearGradient>
        <linearGradient id="cup-brass" x1="0" x2="1">
          <stop offset="0" stop-color="#6d4c18" />
          <stop offset="0.26" stop-color="#ffeab8" />
          <stop offset="0.5" stop-color="#d2a552" />
          <stop offset="0.82" stop-color="#8a6526" />
          <stop offset="1" stop-color="#553a10" />
        </linearGradient>
      </defs>
    </svg>
  );
}

/** A leather cup, upside down. `tint` is the seat's colour. */
export function Cup({ tint }: { tint: number }) {
  return (
    <svg class="cup" viewBox="0 0 100 104" style={{ '--cup': `var(--cup-${tint % 6})` }} aria-hidden="true">
      <path class="cup__leather" d="M25 13 C26 7 74 7 75 13 L88 90 C88 99 12 99 12 90 Z" />
      <path fill="url(#cup-round)" d="M25 13 C26 7 74 7 75 13 L88 90 C88 99 12 99 12 90 Z" />
      <ellipse class="cup__base" cx="50" cy="12.500" rx="25" ry="5.500" />
      <path class="cup__stitch" d="M23.500 24 C36 30 64 30 76.500 24" />
      <path fill="url(#cup-brass)" d="M14.300 78 C28 86 72 86 85.700 78 L88 90 C88 99 12 99 12 90 Z" />
      <path class="cup__glint" d="M14.300 78 C28 86 72 86 85.700 78" />
    </svg>
  );
}
