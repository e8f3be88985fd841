/** The results for people. */
import {
  isMeasurement,
  isSkipped,
  withinBudget,
  type Comparison,
  type Measurement,
  type BenchResult,
} from './figures.ts';

const COLUMNS = ['what', 'ours', 'other', 'ratio', 'budget', ''];

export function formatTable(results: readonly BenchResult[]): string {
  const rows = [COLUMNS, ...results.map(rowOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(
    1,
    0,
    widths
      .map((width) => '-'.repeat(width))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function rowOf(result: BenchResult): string[] {
  if (isSkipped(result)) return skippedRow(result);
  return isMeasurement(result) ? measuredRow(result) : row(result);
}

function measuredRow(measurement: Measurement): string[] {
  const { what, unit, value, budget } = measurement;
  const bound =
    budget === undefined ? '' : 'atLeast' in budget ? `≥ ${budget.atLeast} ${unit}` : `≤ ${budget.atMost} ${unit}`;
  return [what, `${round(value)} ${unit}`, '', '', bound, verdictOf(measurement)];
}

function verdictOf(result: Comparison | Measurement): string {
  const within = withinBudget(result);
  return within === undefined ? '' : within ? 'ok' : 'missed';
}

function row(comparison: Comparison): string[] {
  const { what, other, ours, theirs, unit, ratio, kind, budget } = comparison;
  return [
    what,
    `${round(ours)} ${unit}`,
    `${other} ${round(theirs)} ${unit}`,
    kind === 'part' ? `${ratio.toFixed(2)}×` : ratio >= 1 ? `${round(ratio)}× faster` : `${round(1 / ratio)}× slower`,
    budget === undefined ? '' : 'atLeast' in budget ? `≥ ${budget.atLeast}×` : `≤ ${budget.atMost}×`,
    verdictOf(comparison),
  ];
}

function skippedRow({ what, other, skipped }: Extract<BenchResult, { skipped: string }>): string[] {
  return [what, '', other, '', '', `skipped: ${skipped}`];
}

function round(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
