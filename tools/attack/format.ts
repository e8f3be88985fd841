/** The report of attacks in words. */
import type { AttackReport, AttackResult } from './run.ts';

export function formatReport({ results, ok }: AttackReport): string {
  const lines = results.flatMap(wordsOf);
  return [...lines, ok ? 'No limit was passed.' : 'A limit was passed.'].join('\n');
}

function wordsOf({
  attack,
  title,
  before,
  during,
  peakMb,
  logKb,
  dataMb,
  visit,
  outcome,
  problems,
}: AttackResult): string[] {
  const counts = Object.entries(outcome).map(([name, count]) => `${name} ${count}`);
  const visited =
    visit.openMs === undefined
      ? `a visitor was refused: ${visit.refused}`
      : `a visitor had a table after ${visit.openMs} ms`;
  return [
    `${problems.length === 0 ? 'ok ' : 'NO '} ${attack}: ${title}`,
    `     patches late: p50 ${during.p50Ms}, p99 ${during.p99Ms}, most ${during.maxMs} ms (before: p99 ${before.p99Ms}, most ${before.maxMs}); ${visited}`,
    `     memory ${peakMb} MB, log ${logKb} kB, data ${dataMb} MB; ${counts.join(', ')}`,
    ...problems.map((problem) => `     beyond the limit: ${problem}`),
    '',
  ];
}
