/** What a benchmark comes to: our figure beside another's, and whether their ratio is within the budget. */

/** `atLeast`: how many times faster we are. `atMost`: our cost or time in theirs. */
export type Budget = { readonly atLeast: number } | { readonly atMost: number };

export interface Comparison {
  readonly what: string;
  /** Whom we are compared with. */
  readonly other: string;
  readonly unit: 'ns' | 'µs' | 'ms';
  readonly ours: number;
  readonly theirs: number;
  /** Above 1, we are faster (times as fast); or ours as a part of theirs, see `kind`. */
  readonly ratio: number;
  readonly kind: 'faster' | 'part';
  readonly budget?: Budget;
}

/** A comparison that could not be made here. */
export interface Skipped {
  readonly what: string;
  readonly other: string;
  readonly skipped: string;
}

export type Result = Comparison | Skipped;

export function isSkipped(result: Result): result is Skipped {
  return 'skipped' in result;
}

/** Undefined where there is no budget. */
export function withinBudget({ ratio, budget }: Comparison): boolean | undefined {
  if (budget === undefined) return undefined;
  return 'atLeast' in budget ? ratio >= budget.atLeast : ratio <= budget.atMost;
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
