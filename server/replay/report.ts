/** What the command tells about a match, for people and for programs. */
import { describeDivergence, formatTasks, type Recording } from '../../shared/runtime/host.ts';
import type { Game } from '../../shared/runtime/index.ts';
import type { MatchSummary } from '../journal/reader.ts';
import type { ReplayFailure, ReplayRun } from './run.ts';
import { lineOf, matchTime, timelineOf } from './timeline.ts';
import { formatTree } from './tree.ts';

/** A longer timeline is shown with its middle left out. */
const SHOWN = { first: 40, last: 20 } as const;

export interface FoundMatch {
  readonly recording: Recording;
  readonly game: Game;
  /** The code version of the game as it is here. */
  readonly code: string;
}

/** Runs that were asked for. */
export interface Runs {
  readonly whole?: ReplayRun | undefined;
  readonly at?: ReplayRun | undefined;
}

export function reportText(found: FoundMatch, { whole, at }: Runs): string {
  const parts = [headText(found), timelineText(found.recording)];
  if (whole !== undefined) parts.push(verdictText(whole));
  if (at !== undefined) parts.push(stateText(at));
  return parts.join('\n\n');
}

export function reportJson({ recording, game, code }: FoundMatch, { whole, at }: Runs): object {
  const { start, lastTick, end } = recording;
  const { guests, happenings, inputs } = timelineOf(recording);
  return {
    match: start.matchId,
    game: start.game,
    title: game.title,
    options: start.options,
    tickRate: start.tickRate,
    ticks: lastTick,
    ms: (lastTick * 1_000) / start.tickRate,
    end: end ?? null,
    code: { recorded: start.code, here: code, same: start.code === code },
    players: guests,
    inputs,
    timeline: happenings.map(({ tick, ms, name, entry }) => ({
      tick,
      ms,
      ...(name !== undefined && { name }),
      ...entry,
    })),
    ...(whole && { verified: verdictJson(whole) }),
    ...(at && {
      at: { tick: at.tick, ms: at.ms, state: at.state, tasks: at.tasks, divergence: at.divergence ?? null },
    }),
  };
}

function headText({ recording, game, code }: FoundMatch): string {
  const { start, lastTick, end } = recording;
  const { guests } = timelineOf(recording);
  const length = matchTime((lastTick * 1_000) / start.tickRate);
  return [
    `${game.title}, match ${start.matchId}`,
    `length   ${length} (${lastTick} ticks, ${start.tickRate} a second)`,
    `end      ${endText(end)}`,
    `players  ${guests.map(({ name, bot }) => (bot ? `${name} (bot)` : name)).join(', ') || 'none'}`,
    `code     ${codeText(start.code, code)}`,
  ].join('\n');
}

function endText(end: Recording['end']): string {
  if (end === undefined) return 'it goes on';
  return end.reason === undefined ? end.kind : `${end.kind}: ${end.reason}`;
}

function codeText(recorded: string, here: string): string {
  if (recorded === '') return 'not told';
  return recorded === here ? 'the same as here' : 'another version than here: a run may differ';
}

function timelineText(recording: Recording): string {
  const { happenings, inputs } = timelineOf(recording);
  const lines = happenings.map(lineOf);
  const left = lines.length - SHOWN.first - SHOWN.last;
  if (left > 1) lines.splice(SHOWN.first, left, `           … ${left} more; --json has all of them`);
  if (inputs > 0) lines.push(`           and ${inputs} input frames`);
  return lines.length === 0 ? 'Nothing has happened.' : lines.join('\n');
}

function verdictText({ divergence, tick, ms, seconds, failure }: ReplayRun): string {
  if (divergence !== undefined) return `differs: ${describeDivergence(divergence)}`;
  const matches = `matches: ${tick} ticks, ${matchTime(ms)} of match time, run in ${seconds.toFixed(1)} s`;
  return failure === undefined ? matches : `${matches}\n\n${failureLines(failure)}`;
}

/** Where in the script it was: the task, and the lines. */
function failureLines({ text, stack }: ReplayFailure): string {
  return `failed: ${text}\n${stack}`;
}

function verdictJson({ divergence, tick, seconds, failure }: ReplayRun): object {
  return divergence === undefined
    ? { matches: true, ticks: tick, seconds, ...(failure && { failure }) }
    : { matches: false, ticks: tick, seconds, divergence, text: describeDivergence(divergence) };
}

function stateText({ tick, ms, state, tasks, divergence, failure }: ReplayRun): string {
  const lines = [`After tick ${tick} (${matchTime(ms)})`];
  if (divergence !== undefined) lines.push(`The run stops here. ${describeDivergence(divergence)}`);
  if (failure !== undefined) lines.push(failureLines(failure));
  return [...lines, '', formatTree(state, '  '), '', formatTasks(tasks, '  ')].join('\n');
}

export function listText(matches: readonly MatchSummary[], tickRateOf: (game: string) => number | undefined): string {
  if (matches.length === 0) return 'There is no match.';
  const rows = matches.map(({ matchId, game, lastTick, end, cut, createdAt }) => {
    const tickRate = tickRateOf(game);
    const length = tickRate === undefined ? `${lastTick} ticks` : matchTime((lastTick * 1_000) / tickRate);
    const state = [end === undefined ? 'goes on' : endText(end), ...(cut ? ['its beginning is gone'] : [])].join(', ');
    return [matchId, game, localTime(createdAt), length, state];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 3 ? cell.padStart(widths[3] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

function localTime(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
