/** The task tree of a room: what it waits for now. */
import type { Scope } from './scope.ts';
import { isHeld } from './pause.ts';
import type { Strand } from './strand.ts';
import type { Wait } from './wait.ts';

/** One pending call. */
export interface WaitDescription {
  readonly name: string;
  /** Match time until it ends by itself, in ms. */
  readonly leftMs?: number;
  /** Its time stands still, as a scope around it is paused. */
  readonly paused?: true;
}

/** A task, or the body or a branch of a scope. */
export interface TaskDescription {
  readonly name: string;
  readonly cancelled: boolean;
  readonly waits: readonly WaitDescription[];
  /** Scopes that it has opened and waits for. */
  readonly scopes: readonly ScopeDescription[];
}

/** A scope and what runs in it. */
export interface ScopeDescription {
  readonly name: string;
  readonly cancelled: boolean;
  /** Match time until its deadline, in ms. */
  readonly leftMs?: number;
  /** Its timers stand still. */
  readonly paused?: true;
  readonly tasks: readonly TaskDescription[];
}

export function describeScope(scope: Scope): ScopeDescription {
  return {
    name: scope.name,
    cancelled: scope.interruption !== undefined,
    ...left(scope.kernel.clock, scope.deadlineTick),
    ...(isHeld(scope) ? { paused: true } : {}),
    tasks: Array.from(scope.strands, describeStrand),
  };
}

function describeStrand(strand: Strand): TaskDescription {
  const waits: WaitDescription[] = [];
  const scopes: ScopeDescription[] = [];
  for (const wait of strand.waits) {
    if (wait.innerScope === undefined) waits.push(describeWait(wait));
    else scopes.push(describeScope(wait.innerScope));
  }
  return { name: strand.name, cancelled: strand.interrupted !== undefined, waits, scopes };
}

function describeWait(wait: Wait<unknown>): WaitDescription {
  const { clock } = wait.strand.kernel;
  const paused = wait.timer !== undefined && clock.isHeld(wait.timer);
  return { name: wait.label, ...left(clock, wait.endsAtTick), ...(paused ? { paused } : {}) };
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
