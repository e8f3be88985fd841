/** Numbers as text. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Two digits at least, and no more than are worth anything. */
export function rounded(value: number): string {
  if (value >= 10) return String(Math.round(value));
  return value >= 1 ? value.toFixed(1) : value.toFixed(2);
}

/** How long something takes: 12 s, 3 min, 1.5 h. */
export function duration(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  return ms < 2 * HOUR_MS ? `${Math.round(ms / MINUTE_MS)} min` : `${rounded(ms / HOUR_MS)} h`;
}

export function hours(ms: number): string {
  return `${rounded(ms / HOUR_MS)} simulated hours`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
