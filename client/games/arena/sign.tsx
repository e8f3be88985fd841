export function ArenaSign() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
      <circle cx="16" cy="16" r="9" fill="none" />
      <circle cx="16" cy="16" r="2.6" fill="currentColor" stroke="none" />
      <path d="M16 2v8M16 22v8M2 16h8M22 16h8" />
    </svg>
  );
}
