/** Puts failures into files: a replay to look at, and a plan to simulate again. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Recording } from '../../../shared/runtime/host.ts';
import { packReplay } from '../../../server/journal/replay-file.ts';
import { planText } from '../plan-file.ts';
import type { SeedFailure } from './failure.ts';

export interface FailureFiles {
  readonly plan: string;
  /** Undefined where nothing was recorded. */
  readonly replay: string | undefined;
}

/** Where files go. */
export interface OutputFolder {
  /** Is made where it is missing. */
  readonly folder: string;
  /** Where it is named from. */
  readonly base: string;
}

/** @returns their names, as `folder` is named */
export async function writeFailure(
  { plan, recording, violation }: SeedFailure,
  { folder, base }: OutputFolder,
): Promise<FailureFiles> {
  await mkdir(resolve(base, folder), { recursive: true });
  const name = join(folder, `${plan.game}-${plan.seed}`);
  const files = { plan: `${name}.plan.json`, replay: recording && `${name}.replay` };
  await writeFile(resolve(base, files.plan), planText(plan));
  if (recording !== undefined && files.replay !== undefined)
    await writeFile(resolve(base, files.replay), await packReplay(withEnd(recording, violation.invariant)));
  return files;
}

/** A match that still went on when it broke a law ends there, for whoever spectates it. */
function withEnd(recording: Recording, invariant: string): Recording {
  return recording.end === undefined ? { ...recording, end: { kind: 'failed', reason: invariant } } : recording;
}
