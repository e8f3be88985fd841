/** A seed that has broken a law, for players: what, where, what led to it, and how to see it again. */
import type { SeedFailure } from '../run/failure.ts';
import type { FailureFiles } from '../run/failure-files.ts';
import { counted } from './format.ts';

/** How much of what happened last is told. */
const LAST_EVENTS = 12;

/** @param rerun the command that simulates exactly this seed */
export function seedFailureText(failure: SeedFailure, files: FailureFiles, rerun: string): string {
  const { drawn, violation, lastEvents } = failure;
  const lines = [`Seed ${drawn.seed} breaks a law: ${violation.invariant}`];
  lines.push(...indented(violation.match === '' ? violation.details : `${placeOf(failure)}: ${violation.details}`));
  if (lastEvents.length > 0) {
    lines.push('  before that:');
    lines.push(...lastEvents.slice(-LAST_EVENTS).map((event) => `    ${event}`));
  }
  const small = smallText(failure);
  if (small !== '') lines.push(`  small case: ${small}`);
  lines.push(`  again    ${rerun}`);
  const smaller = planCommand(files);
  if (failure.plan !== drawn && smaller !== rerun) lines.push(`  smaller  ${smaller}`);
  if (files.replay !== undefined) lines.push(`  look     npm run replay -- ${files.replay} --at ${tickOf(failure)}`);
  return lines.join('\n');
}

/** The command that simulates a plan from its file. */
export function planCommand({ plan }: FailureFiles): string {
  return `npm run sim -- --plan ${plan}`;
}

function placeOf({ violation }: SeedFailure): string {
  return `match ${violation.match}, tick ${violation.tick}`;
}

/** Where the law is broken in the journal that is put into the file. */
function tickOf({ violation, recording, shrunk }: SeedFailure): number {
  const { lastTick } = recording ?? { lastTick: 0 };
  return shrunk?.entries === undefined ? Math.min(violation.tick, lastTick) : lastTick;
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`);
}

function smallText({ drawn, plan, shrunk }: SeedFailure): string {
  if (shrunk === undefined) return '';
  const parts = [
    `${plan.players.length} of ${counted(drawn.players.length, 'person', 'people')}`,
    `${plan.faults.length} of ${counted(drawn.faults.length, 'mishap')}`,
  ];
  const { entries, tries } = shrunk;
  parts.push(
    entries === undefined
      ? 'the journal alone does not break it'
      : `${entries.left} of ${counted(entries.of, 'entry', 'entries')} in the journal`,
  );
  return `${parts.join(', ')} (${counted(tries, 'try', 'tries')})`;
}
