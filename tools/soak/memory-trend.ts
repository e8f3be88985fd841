/** Whether memory is flat: what there was in the first third of some measurements, and in the last. */
import { quantile } from '../bench/figures.ts';

/** How much more there may be at the end. */
export interface Tolerance {
  readonly percent: number;
  readonly mb: number;
}

/** After its garbage was collected the heap has little but what is in use. */
export const HEAP_TOLERANCE: Tolerance = { percent: 5, mb: 1 };
/** Of memory that was in use once, some is kept for the next time. */
export const MEMORY_TOLERANCE: Tolerance = { percent: 15, mb: 20 };

export interface Trend {
  /** In the middle of those of the first third. */
  readonly firstMb: number;
  readonly lastMb: number;
  readonly mostMb: number;
  readonly isFlat: boolean;
}

/** @param mb at least three, oldest first */
export function trendOf(mb: readonly number[], { percent, mb: more }: Tolerance): Trend {
  const third = Math.max(1, Math.floor(mb.length / 3));
  const firstMb = quantile(mb.slice(0, third), 0.5);
  const lastMb = quantile(mb.slice(-third), 0.5);
  const mostMb = firstMb * (1 + percent / 100) + more;
  return { firstMb: tenths(firstMb), lastMb: tenths(lastMb), mostMb: tenths(mostMb), isFlat: lastMb <= mostMb };
}

export function toleranceWords({ percent, mb }: Tolerance): string {
  return `${percent}% and ${mb} MB`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
