/** The report of a failure: the invariant, the tick, the events before it, and how to see it again. */
import { planName } from '../plan.ts';
import type { FailureFiles } from '../run/failure-files.ts';
import type { SeedFailure } from '../run/failure.ts';
import { counted } from './format.ts';

const LAST_EVENTS = 12;

/** @param rerun the command that simulates the plan again, as it was drawn */
export function seedFailureText(failure: SeedFailure, files: FailureFiles, rerun: string): string {
  const { drawn, violation, lastEvents } = failure;
  const name = planName(drawn);
  const lines = [`${name[0]?.toUpperCase()}${name.slice(1)} violates an invariant: ${violation.invariant}`];
  const { match, tick, details } = violation;
  lines.push(...indented(match === '' ? details : `match ${match}, tick ${tick}: ${details}`));
  if (lastEvents.length > 0) {
    lines.push('  before that:');
    lines.push(...lastEvents.slice(-LAST_EVENTS).map((event) => `    ${event}`));
  }
  const shrunk = shrunkText(failure);
  if (shrunk !== '') lines.push(`  shrunk to ${shrunk}`);
  lines.push(`  again    ${rerun}`);
  const smaller = planCommand(files);
  if (failure.plan !== drawn && smaller !== rerun) lines.push(`  smaller  ${smaller}`);
  if (files.replay !== undefined) lines.push(`  watch    npm run replay -- ${files.replay} --at ${tickOf(failure)}`);
  return lines.join('\n');
}

/** The command that simulates a plan from its file. */
export function planCommand({ plan }: FailureFiles): string {
  return `npm run sim -- --plan ${plan}`;
}

/** The tick of the violation in the journal that is written to the file. */
function tickOf({ violation, recording, shrunk }: SeedFailure): number {
  const { lastTick } = recording ?? { lastTick: 0 };
  return shrunk?.entries === undefined ? Math.min(violation.tick, lastTick) : lastTick;
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`);
}

function shrunkText({ drawn, plan, shrunk }: SeedFailure): string {
  if (shrunk === undefined) return '';
  const { entries, tries } = shrunk;
  const parts = [
    `${plan.players.length} of ${counted(drawn.players.length, 'player')}`,
    `${plan.faults.length} of ${counted(drawn.faults.length, 'fault')}`,
    entries === undefined
      ? 'the journal alone does not violate it'
      : `${entries.left} of ${counted(entries.of, 'entry', 'entries')} in the journal`,
  ];
  return `${parts.join(', ')} (${counted(tries, 'try', 'tries')})`;
}
