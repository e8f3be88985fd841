/** Writes failures to files: a replay to watch, and a plan to simulate again. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Recording } from '../../../shared/runtime/host.ts';
import { packReplay } from '../../../server/journal/replay-file.ts';
import { planText } from '../plan-file.ts';
import type { SeedFailure } from './failure.ts';

export interface FailureFiles {
  readonly plan: string;
  /** Undefined if nothing was recorded. */
  readonly replay: string | undefined;
}

export interface OutputFolder {
  /** Created if it is missing. */
  readonly folder: string;
  /** `folder` is relative to this. */
  readonly base: string;
}

/** @returns the names of the files, relative to `base` */
export async function writeFailure(
  { plan, recording, violation }: SeedFailure,
  { folder, base }: OutputFolder,
): Promise<FailureFiles> {
  await mkdir(resolve(base, folder), { recursive: true });
  const { game, seed, crashPoints } = plan;
  const name = join(folder, [game, seed, ...(crashPoints === undefined ? [] : ['crash', ...crashPoints])].join('-'));
  const files = { plan: `${name}.plan.json`, replay: recording && `${name}.replay` };
  await writeFile(resolve(base, files.plan), planText(plan));
  if (recording !== undefined && files.replay !== undefined)
    await writeFile(resolve(base, files.replay), await packReplay(withEnd(recording, violation.invariant)));
  return files;
}

/** Ends a match that was still running at the violation, so that the replay stops there. */
function withEnd(recording: Recording, invariant: string): Recording {
  return recording.end === undefined ? { ...recording, end: { kind: 'failed', reason: invariant } } : recording;
}
