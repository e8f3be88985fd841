/** The table of a league, for people. */
import { SKILLS, type LeagueSkill } from './league-game.ts';
import type { PersonalityStanding, WinRate, SkillStanding, Standings } from './standings.ts';

const BAR = 30;

export function formatStandings({ game, matches, skills, personalities }: Standings): string {
  const first = skills[0]?.matches ?? 0;
  const blocks = [
    `${game}: ${matches} matches, ${first} of each pairing. Shares with 95 % confidence.`,
    formatRows([['wins against', ...SKILLS], ...SKILLS.map((skill) => skillRow(skill, skills))]),
    formatRows(personalityRows(personalities)),
    skills.map(verdict).join('\n'),
  ];
  return blocks.join('\n\n');
}

export function formatProgress(played: number, of: number): string {
  const full = Math.floor((played / of) * BAR);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${played} of ${of} matches`;
}

function skillRow(skill: LeagueSkill, skills: readonly SkillStanding[]): string[] {
  const against = SKILLS.map((other) => {
    const won = skills.find(({ higher, lower }) => higher === skill && lower === other);
    if (won !== undefined) return formatRate(won);
    const lost = skills.find(({ higher, lower }) => higher === other && lower === skill);
    return lost === undefined ? '' : formatRate({ rate: 1 - lost.rate, low: 1 - lost.high, high: 1 - lost.low });
  });
  return [skill, ...against];
}

/** Among equals. */
function personalityRows(personalities: readonly PersonalityStanding[]): string[][] {
  const counted = Object.keys(personalities[0]?.figures ?? {});
  return [
    ['among equals', 'wins', ...counted],
    ...personalities.map(({ personality, figures, ...rate }) => [
      personality,
      formatRate(rate),
      ...counted.map((name) => (figures[name] ?? 0).toFixed(2)),
    ]),
  ];
}

function verdict({ higher, lower, proven, low }: SkillStanding): string {
  if (proven) return `${higher} beats ${lower}.`;
  return `${higher} is not shown to beat ${lower}: its share may be as low as ${percent(low)}. More matches tell more.`;
}

function formatRate({ rate, low, high }: WinRate): string {
  return `${percent(rate)} (${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function formatRows(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}
