/** Formats match time for people. */

/** `83_400` → `1:23`; hours where there are any. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `83_400` → `1 minute 23 seconds`, for screen readers. */
export function spokenTime(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const parts = [
    count(Math.floor(seconds / 3_600), 'hour'),
    count(Math.floor(seconds / 60) % 60, 'minute'),
    count(seconds % 60, 'second'),
  ].filter((part) => part !== '');
  return parts.join(' ') || 'the beginning';
}

function count(number: number, unit: string): string {
  return number === 0 ? '' : `${number} ${unit}${number === 1 ? '' : 's'}`;
}
