/** The task tree of a room: what it waits for. Deeply nested scopes are cut off at a limit. */
import { clip } from '../errors/readable.ts';
import type { Scope } from './scope.ts';
import { isPaused } from './pause.ts';
import type { Strand } from './strand.ts';
import type { Wait } from './wait.ts';

/** How many levels of scopes are shown. */
const MAX_DEPTH = 50;
/** Longer names are truncated. */
const MAX_NAME_LENGTH = 200;

/** One pending call. */
export interface WaitDescription {
  /** What it waits for. */
  readonly name: string;
  /** Match time until its timeout, in ms. */
  readonly leftMs?: number;
  /** Its timer is paused with a scope around it. */
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
  /** Scopes that it opened and waits for. */
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
  /** Its timers are paused. */
  readonly paused?: true;
  /** The tasks in it, its body first. */
  readonly tasks: readonly TaskDescription[];
  /** How many tasks, with those of inner scopes, are left out because the scope is nested too deep. */
  readonly leftOut?: number;
}

export function describeScope(scope: Scope, depth = 0): ScopeDescription {
  const shown = depth < MAX_DEPTH;
  return {
    name: clip(scope.name, MAX_NAME_LENGTH),
    cancelled: scope.interruption !== undefined,
    ...left(scope.kernel.clock, scope.deadlineTick),
    ...(isPaused(scope) && { paused: true }),
    tasks: shown ? Array.from(scope.strands, (strand) => describeStrand(strand, depth)) : [],
    ...(!shown && { leftOut: countIn(scope) }),
  };
}

/** The number of tasks in a scope and all scopes inside it. */
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
  return { name: clip(strand.name, MAX_NAME_LENGTH), cancelled: strand.interrupted !== undefined, waits, scopes };
}

function describeWait(wait: Wait<unknown>): WaitDescription {
  const { clock } = wait.strand.kernel;
  const paused = wait.timer !== undefined && clock.isPaused(wait.timer);
  return { name: clip(wait.label, MAX_NAME_LENGTH), ...left(clock, wait.endsAtTick), ...(paused && { paused }) };
}

function left(clock: { now: number; timeOf(tick: number): number }, tick: number | undefined): { leftMs?: number } {
  return tick === undefined ? {} : { leftMs: Math.max(0, Math.round(clock.timeOf(tick) - clock.now)) };
}

/**
 * The task tree as text.
 *
 * @example
 * console.log(formatTasks(match.describe()));
 * // liars-dice
 * //   play: "bid" from Ann (12.4 s left)
 */
export function formatTasks(scope: ScopeDescription, indent = ''): string {
  const lines = [`${indent}${scope.name}${cancelledSuffix(scope.cancelled)}${seconds(scope)}`];
  for (const task of scope.tasks) {
    const waits = task.waits.map((wait) => `${wait.name}${seconds(wait)}`).join(', ');
    lines.push(`${indent}  ${task.name}${cancelledSuffix(task.cancelled)}${waits === '' ? '' : `: ${waits}`}`);
    for (const inner of task.scopes) lines.push(formatTasks(inner, `${indent}    `));
  }
  if (scope.leftOut !== undefined) lines.push(`${indent}  … ${scope.leftOut} tasks, too deep to be shown`);
  return lines.join('\n');
}

function cancelledSuffix(cancelled: boolean): string {
  return cancelled ? ' [cancelled]' : '';
}

function seconds({ leftMs, paused }: Pick<WaitDescription, 'leftMs' | 'paused'>): string {
  const parts = leftMs === undefined ? [] : [`${(leftMs / 1000).toFixed(1)} s left`];
  if (paused) parts.push('paused');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
