/** The results for people. */
import { isSkipped, withinBudget, type Comparison, type Result } from './figures.ts';

const COLUMNS = ['what', 'ours', 'other', 'ratio', 'budget', ''];

export function formatTable(results: readonly Result[]): string {
  const rows = [COLUMNS, ...results.map((result) => (isSkipped(result) ? skippedRow(result) : row(result)))];
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

function row(comparison: Comparison): string[] {
  const { what, other, ours, theirs, unit, ratio, kind, budget } = comparison;
  const within = withinBudget(comparison);
  return [
    what,
    `${round(ours)} ${unit}`,
    `${other} ${round(theirs)} ${unit}`,
    kind === 'part' ? `${ratio.toFixed(2)}×` : ratio >= 1 ? `${round(ratio)}× faster` : `${round(1 / ratio)}× slower`,
    budget === undefined ? '' : 'atLeast' in budget ? `≥ ${budget.atLeast}×` : `≤ ${budget.atMost}×`,
    within === undefined ? '' : within ? 'ok' : 'missed',
  ];
}

function skippedRow({ what, other, skipped }: Extract<Result, { skipped: string }>): string[] {
  return [what, '', other, '', '', `skipped: ${skipped}`];
}

function round(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
