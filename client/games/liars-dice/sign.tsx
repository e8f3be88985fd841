export function DiceSign() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" fill="currentColor">
      <rect x="4" y="4" width="24" height="24" rx="6" fill="none" stroke="currentColor" stroke-width="2.5" />
      <circle cx="11" cy="11" r="2.4" />
      <circle cx="21" cy="11" r="2.4" />
      <circle cx="16" cy="16" r="2.4" />
      <circle cx="11" cy="21" r="2.4" />
      <circle cx="21" cy="21" r="2.4" />
    </svg>
  );
}
