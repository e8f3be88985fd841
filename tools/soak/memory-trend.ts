/** Whether memory is flat: the median of the first third of the samples against that of the last. */
import { quantile } from '../bench/figures.ts';

/** How much the memory may grow. */
export interface Tolerance {
  readonly percent: number;
  readonly mb: number;
}

/** After a collection the heap holds little more than what is in use. */
export const HEAP_TOLERANCE: Tolerance = { percent: 5, mb: 1 };
/** The process keeps some memory that it has used once. */
export const MEMORY_TOLERANCE: Tolerance = { percent: 15, mb: 20 };

export interface Trend {
  /** The median of the first third. */
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

export function toleranceText({ percent, mb }: Tolerance): string {
  return `${percent}% and ${mb} MB`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
