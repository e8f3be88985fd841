/** Replays the journals of many rooms to their ends. Rooms are stepped together. */
import { setImmediate as yieldToIo } from 'node:timers/promises';
import { resumeMatches, stepMatches } from '../../../shared/runtime/host.ts';
import type { ActivityRecord } from '../../liveness/activity-record.ts';
import { STUCK_MS } from '../room-stepper.ts';
import { runnerOf } from '../running-code.ts';
import type { Recovery } from './recovery.ts';

/** How often signals are handled meanwhile: a long match must not keep a server from ending. */
const YIELD_MS = 50;
/** How often where other rooms play already. */
const YIELD_BESIDE_ROOMS_MS = 4;

export interface ReplayJournalsOptions {
  /** Names the match that runs, should the process end. */
  readonly activity?: ActivityRecord | undefined;
  /** It may end the process: each tick is named, and rooms that play already run in between. */
  readonly suspect?: boolean;
  /** Called where one of the recoveries throws; without it the whole replay rejects. */
  readonly failed?: (recovery: Recovery, error: unknown) => void;
  /** A step that takes longer never ends, in ms. */
  readonly stuckMs?: number;
}

/** An error of a script ends its own match, and a recovery whose step does not end is given up (`recovery.problem`). */
export async function replayJournals(
  recoveries: readonly Recovery[],
  options: ReplayJournalsOptions = {},
): Promise<void> {
  const { activity, suspect = false, stuckMs = STUCK_MS, failed = rethrow } = options;
  const name = (left: readonly Recovery[]): void =>
    activity?.enter({ at: 'recovery', by: left.map(({ room }) => runnerOf(room)) });
  const fromCheckpoint = recoveries.filter(({ room }) => room.match.tick > 0);
  name(fromCheckpoint);
  await unlessStuck(fromCheckpoint, stuckMs, failed, ({ room }) => resumeMatches([room.match]));
  for (const recovery of fromCheckpoint) attempt(recovery, failed, () => recovery.afterResume());
  let yieldedMs = performance.now();
  let left = recoveries.filter(({ done }) => !done);
  name(left);
  while (left.length > 0) {
    if (suspect) name(left);
    await unlessStuck(left, stuckMs, failed, (recovery) => stepMatches([recovery.nextStep()]));
    for (const recovery of left) attempt(recovery, failed, () => recovery.afterStep());
    left = left.filter(({ done }) => !done);
    if (performance.now() - yieldedMs < (suspect ? YIELD_BESIDE_ROOMS_MS : YIELD_MS)) continue;
    activity?.idle();
    await yieldToIo();
    name(left);
    yieldedMs = performance.now();
  }
  activity?.idle();
}

type Failed = (recovery: Recovery, error: unknown) => void;

/** Runs `begin` for all of them at once, and gives up those whose promise does not settle in time. */
function unlessStuck(
  recoveries: readonly Recovery[],
  stuckMs: number,
  failed: Failed,
  begin: (recovery: Recovery) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = new Set(recoveries);
    if (left.size === 0) return resolve();
    const timer = setTimeout(() => {
      for (const recovery of left) recovery.giveUp(`its tick ${recovery.room.match.tick} does not end`, left.size > 1);
      resolve();
    }, stuckMs);
    const run = async (recovery: Recovery): Promise<void> => {
      try {
        if (!recovery.isGivenUp) await begin(recovery);
      } catch (error) {
        failed(recovery, error);
      }
      if (!left.delete(recovery) || left.size > 0) return;
      clearTimeout(timer);
      resolve();
    };
    for (const recovery of recoveries) {
      run(recovery).catch((error: unknown) => {
        clearTimeout(timer);
        reject(error);
      });
    }
  });
}

function attempt(recovery: Recovery, failed: Failed, body: () => void): void {
  try {
    if (!recovery.isGivenUp) body();
  } catch (error) {
    failed(recovery, error);
  }
}

function rethrow(_: Recovery, error: unknown): never {
  throw error;
}
