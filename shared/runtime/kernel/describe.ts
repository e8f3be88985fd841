/** The task tree of a room: what it waits for now. Scopes may be nested very deep: it is shown down to a bound. */
import { clip } from '../errors/readable.ts';
import type { Scope } from './scope.ts';
import { isPaused } from './pause.ts';
import type { Strand } from './strand.ts';
import type { Wait } from './wait.ts';

/** So many scopes within each other are shown. */
const MOST_DEPTH = 50;
/** Longer names are cut off. */
const LONGEST_NAME = 200;

/** One pending call. */
export interface WaitDescription {
  /** What it waits for. */
  readonly name: string;
  /** Match time until it ends by itself, in ms. */
  readonly leftMs?: number;
  /** Its time stands still, as a scope around it is paused. */
  readonly paused?: true;
}

/** A task, or the body or a branch of a scope. */
export interface TaskDescription {
  /** The name of the task. */
  readonly name: string;
  /** Whether it is cancelled. */
  readonly cancelled: boolean;
  /** The calls that it waits for. */
  readonly waits: readonly WaitDescription[];
  /** Scopes that it has opened and waits for. */
  readonly scopes: readonly ScopeDescription[];
}

/** A scope and what runs in it. */
export interface ScopeDescription {
  /** The name of the scope. */
  readonly name: string;
  /** Whether it is cancelled. */
  readonly cancelled: boolean;
  /** Match time until its deadline, in ms. */
  readonly leftMs?: number;
  /** Its timers stand still. */
  readonly paused?: true;
  /** The tasks in it, its body first. */
  readonly tasks: readonly TaskDescription[];
  /** How many tasks in it are left out, with all in their scopes, because it lies too deep. */
  readonly leftOut?: number;
}

export function describeScope(scope: Scope, depth = 0): ScopeDescription {
  const shown = depth < MOST_DEPTH;
  return {
    name: clip(scope.name, LONGEST_NAME),
    cancelled: scope.interruption !== undefined,
    ...left(scope.kernel.clock, scope.deadlineTick),
    ...(isPaused(scope) && { paused: true }),
    tasks: shown ? Array.from(scope.strands, (strand) => describeStrand(strand, depth)) : [],
    ...(!shown && { leftOut: countIn(scope) }),
  };
}

/** How many tasks there are in a scope, and in those that they have opened, however deep. */
function countIn(scope: Scope): number {
  let count = 0;
  const scopes = [scope];
  for (let next = scopes.pop(); next !== undefined; next = scopes.pop()) {
    count += next.strands.size;
    for (const strand of next.strands) {
      for (const { innerScope } of strand.waits) if (innerScope !== undefined) scopes.push(innerScope);
    }
  }
  return count;
}

function describeStrand(strand: Strand, depth: number): TaskDescription {
  const waits: WaitDescription[] = [];
  const scopes: ScopeDescription[] = [];
  for (const wait of strand.waits) {
    if (wait.innerScope !== undefined) scopes.push(describeScope(wait.innerScope, depth + 1));
    else waits.push(describeWait(wait));
  }
  return { name: clip(strand.name, LONGEST_NAME), cancelled: strand.interrupted !== undefined, waits, scopes };
}

function describeWait(wait: Wait<unknown>): WaitDescription {
  const { clock } = wait.strand.kernel;
  const paused = wait.timer !== undefined && clock.isHeld(wait.timer);
  return { name: clip(wait.label, LONGEST_NAME), ...left(clock, wait.endsAtTick), ...(paused && { paused }) };
}

function left(clock: { now: number; timeOf(tick: number): number }, tick: number | undefined): { leftMs?: number } {
  return tick === undefined ? {} : { leftMs: Math.max(0, Math.round(clock.timeOf(tick) - clock.now)) };
}

/**
 * The task tree as text, for people.
 *
 * @example
 * console.log(formatTasks(match.describe()));
 * // liars-dice
 * //   play: "bid" from Ann (12.4 s left)
 */
export function formatTasks(scope: ScopeDescription, indent = ''): string {
  const lines = [`${indent}${scope.name}${mark(scope.cancelled)}${seconds(scope)}`];
  for (const task of scope.tasks) {
    const waits = task.waits.map((wait) => `${wait.name}${seconds(wait)}`).join(', ');
    lines.push(`${indent}  ${task.name}${mark(task.cancelled)}${waits === '' ? '' : `: ${waits}`}`);
    for (const inner of task.scopes) lines.push(formatTasks(inner, `${indent}    `));
  }
  if (scope.leftOut !== undefined) lines.push(`${indent}  … ${scope.leftOut} tasks, too deep to be shown`);
  return lines.join('\n');
}

function mark(cancelled: boolean): string {
  return cancelled ? ' [cancelled]' : '';
}

function seconds({ leftMs, paused }: Pick<WaitDescription, 'leftMs' | 'paused'>): string {
  const parts = leftMs === undefined ? [] : [`${(leftMs / 1000).toFixed(1)} s left`];
  if (paused) parts.push('paused');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
