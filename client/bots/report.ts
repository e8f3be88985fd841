/** The report about the bots, as text and as JSON. */
import type { BotRecord } from './network-bot.ts';

export interface BotReport {
  readonly ok: boolean;
  readonly seconds: number;
  readonly seated: number;
  /** Matches that ended, by the table's code. */
  readonly tables: Readonly<Record<string, number>>;
  readonly matches: number;
  readonly sent: number;
  /** Input frames sent, in games that have them. */
  readonly frames: number;
  /** Refused messages by code; `lost`: the connection closed before the reply. */
  readonly refused: Readonly<Record<string, number>>;
  readonly reconnects: number;
  /** Why some bots left early. */
  readonly closed: readonly string[];
}

export function makeReport(records: readonly BotRecord[], seconds: number): BotReport {
  const tables: Record<string, number> = {};
  const refused: Record<string, number> = {};
  for (const record of records) {
    // The bots at one table see the same matches.
    if (record.table !== undefined) tables[record.table] = Math.max(tables[record.table] ?? 0, record.matches);
    for (const [code, count] of Object.entries(record.refused)) refused[code] = (refused[code] ?? 0) + count;
  }
  return {
    ok: records.every(({ broken }) => !broken),
    seconds: Math.round(seconds),
    seated: records.filter(({ table }) => table !== undefined).length,
    tables,
    matches: sum(Object.values(tables)),
    sent: sum(records.map(({ sent }) => sent)),
    frames: sum(records.map(({ frames }) => frames)),
    refused,
    reconnects: sum(records.map(({ reconnects }) => reconnects)),
    closed: records.flatMap(({ name, closed }) => (closed === undefined ? [] : [`${name}: ${closed}`])),
  };
}

export function formatReport(report: BotReport): string {
  const { seconds, seated, tables, matches, sent, frames, refused, reconnects, closed } = report;
  const codes = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
  const lines = [
    `${seated} bots at ${Object.keys(tables).join(', ') || 'no table'}, ${seconds} s`,
    `matches    ${matches}`,
    `messages   ${sent}, refused ${sum(Object.values(refused))}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`,
    ...(frames > 0 ? [`inputs     ${frames}`] : []),
    `reconnects ${reconnects}`,
  ];
  return [...lines, ...closed].join('\n');
}

export function formatProgress({ tables, matches, sent, refused, reconnects }: BotReport, playing: number): string {
  return [
    `${playing} playing at ${Object.keys(tables).length === 1 ? 'one table' : `${Object.keys(tables).length} tables`}`,
    `${matches} matches`,
    `${sent} messages`,
    `${sum(Object.values(refused))} refused`,
    `${reconnects} reconnects`,
  ].join(', ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
