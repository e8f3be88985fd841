/** Results of benchmarks: our figure beside another's, and whether their ratio is within the budget. */

/** `atLeast`: how many times faster we are. `atMost`: our cost or time in theirs. */
export type Budget = { readonly atLeast: number } | { readonly atMost: number };

export interface Comparison {
  readonly what: string;
  /** What we are compared with. */
  readonly other: string;
  readonly unit: 'ns' | 'µs' | 'ms' | 'B';
  readonly ours: number;
  readonly theirs: number;
  /** Above 1, we are faster (times as fast); or ours as a part of theirs, see `kind`. */
  readonly ratio: number;
  readonly kind: 'faster' | 'part';
  readonly budget?: Budget;
}

/** A comparison that could not be made here. */
export interface SkippedComparison {
  readonly what: string;
  readonly other: string;
  readonly skipped: string;
}

/** A figure of ours that has nothing beside it but, perhaps, a budget. */
export interface Measurement {
  readonly what: string;
  readonly unit: 'B' | 'KB' | 's' | 'ms' | 'µs' | '%' | '×' | 'px' | 'rooms';
  readonly value: number;
  readonly budget?: Budget;
}

export type BenchResult = Comparison | Measurement | SkippedComparison;

export function isSkipped(result: BenchResult): result is SkippedComparison {
  return 'skipped' in result;
}

export function isMeasurement(result: BenchResult): result is Measurement {
  return 'value' in result;
}

/** Undefined where there is no budget. */
export function withinBudget(result: Comparison | Measurement): boolean | undefined {
  const { budget } = result;
  if (budget === undefined) return undefined;
  const figure = isMeasurement(result) ? result.value : result.ratio;
  return 'atLeast' in budget ? figure >= budget.atLeast : figure <= budget.atMost;
}

/** Compares the runs of both sides, which took turns: each of ours with theirs of the same round. */
export function compare(
  header: Pick<Comparison, 'what' | 'other' | 'unit' | 'kind' | 'budget'>,
  ours: readonly number[],
  theirs: readonly number[],
): Comparison {
  const ratios = ours.map((mine, round) => {
    const other = theirs[round] ?? Number.NaN;
    return header.kind === 'faster' ? other / mine : mine / other;
  });
  return { ...header, ours: quantile(ours, 0.5), theirs: quantile(theirs, 0.5), ratio: quantile(ratios, 0.5) };
}

/** @param at from 0 (the least) to 1 (the greatest) */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
