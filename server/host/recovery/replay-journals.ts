/** Brings rooms back to where their journals end, many at a time: their turns go together. */
import { setImmediate as breathe } from 'node:timers/promises';
import { resumeMatches, stepMatches } from '../../../shared/runtime/host.ts';
import type { ActivityRecord } from '../../liveness/activity-record.ts';
import type { Recovery } from './recovery.ts';
import { STUCK_MS } from '../room-stepper.ts';
import { runnerOf } from '../running-code.ts';

/** Signals have their turn so often: a long match must not keep a server from ending. */
const BREATHE_MS = 50;
/** Rooms that play already have theirs so often. */
const BREATHE_BESIDE_MS = 4;

export interface ReplayJournalsOptions {
  /** Names what runs, should the process end. */
  readonly activity?: ActivityRecord | undefined;
  /** It may end the process: each tick is named, and rooms that play already have their turns in between. */
  readonly suspect?: boolean;
  /** An error of ours with one of them; without this it ends the whole. */
  readonly failed?: (comeback: Recovery, error: unknown) => void;
  /** When a step counts as one that has stopped for good, in ms. */
  readonly stuckMs?: number;
}

/**
 * Plays all journals to their ends. A script's error ends its own match, and one whose step does not end is left aside
 * (`comeback.problem` tells).
 */
export async function replayJournals(
  comebacks: readonly Recovery[],
  options: ReplayJournalsOptions = {},
): Promise<void> {
  const { activity: mark, suspect = false, stuckMs = STUCK_MS, failed = rethrow } = options;
  const name = (left: readonly Recovery[]): void =>
    mark?.enter({ at: 'recovery', by: left.map(({ room }) => runnerOf(room)) });
  const fromCheckpoint = comebacks.filter(({ room }) => room.match.tick > 0);
  name(fromCheckpoint);
  await unlessStuck(fromCheckpoint, stuckMs, failed, ({ room }) => resumeMatches([room.match]));
  for (const comeback of fromCheckpoint) attempt(comeback, failed, () => comeback.afterResume());
  let breathedMs = performance.now();
  let left = comebacks.filter(({ done }) => !done);
  name(left);
  while (left.length > 0) {
    if (suspect) name(left);
    await unlessStuck(left, stuckMs, failed, (comeback) => stepMatches([comeback.nextStep()]));
    for (const comeback of left) attempt(comeback, failed, () => comeback.afterStep());
    left = left.filter(({ done }) => !done);
    if (performance.now() - breathedMs < (suspect ? BREATHE_BESIDE_MS : BREATHE_MS)) continue;
    mark?.idle();
    await breathe();
    name(left);
    breathedMs = performance.now();
  }
  mark?.idle();
}

type Failed = (comeback: Recovery, error: unknown) => void;

/** Does it for all of them together. One with which it does not end is left aside. */
function unlessStuck(
  comebacks: readonly Recovery[],
  stuckMs: number,
  failed: Failed,
  begin: (comeback: Recovery) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = new Set(comebacks);
    if (left.size === 0) return resolve();
    const timer = setTimeout(() => {
      for (const comeback of left) comeback.giveUp(`its tick ${comeback.room.match.tick} does not end`, left.size > 1);
      resolve();
    }, stuckMs);
    const run = async (comeback: Recovery): Promise<void> => {
      try {
        if (!comeback.isGivenUp) await begin(comeback);
      } catch (error) {
        failed(comeback, error);
      }
      if (!left.delete(comeback) || left.size > 0) return;
      clearTimeout(timer);
      resolve();
    };
    for (const comeback of comebacks) {
      run(comeback).catch((error: unknown) => {
        clearTimeout(timer);
        reject(error);
      });
    }
  });
}

function attempt(comeback: Recovery, failed: Failed, body: () => void): void {
  try {
    if (!comeback.isGivenUp) body();
  } catch (error) {
    failed(comeback, error);
  }
}

function rethrow(_: Recovery, error: unknown): never {
  throw error;
}
