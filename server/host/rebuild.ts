/** Brings rooms back to where their journals end, many at a time: their turns go together. */
import { setImmediate as breathe } from 'node:timers/promises';
import { resumeMatches, stepMatches } from '../../shared/runtime/index.ts';
import type { RunMark } from '../liveness/mark.ts';
import type { Comeback } from './comeback.ts';
import { STUCK_MS } from './stepping.ts';
import { runnerOf } from './whose.ts';

/** Signals have their turn so often: a long match must not keep a server from ending. */
const BREATHE_MS = 50;
/** Rooms that play already have theirs so often. */
const BREATHE_BESIDE_MS = 4;

export interface RebuildOptions {
  /** Names what runs, should the process end. */
  readonly mark?: RunMark | undefined;
  /** It may end the process: each tick is named, and rooms that play already have their turns in between. */
  readonly suspect?: boolean;
  /** An error of ours with one of them; without this it ends the whole. */
  readonly failed?: (comeback: Comeback, error: unknown) => void;
  /** When a step counts as one that has stopped for good, in ms. */
  readonly stuckMs?: number;
}

/**
 * Plays all journals to their ends. A script's error ends its own match, and one whose step does not end is left aside
 * (`comeback.problem` tells).
 */
export async function rebuild(comebacks: readonly Comeback[], options: RebuildOptions = {}): Promise<void> {
  const { mark, suspect = false, stuckMs = STUCK_MS, failed = rethrow } = options;
  const name = (left: readonly Comeback[]): void =>
    mark?.doing({ at: 'recovery', by: left.map(({ room }) => runnerOf(room)) });
  const fromCheckpoint = comebacks.filter(({ room }) => room.match.tick > 0);
  name(fromCheckpoint);
  await unlessStuck(fromCheckpoint, stuckMs, failed, ({ room }) => resumeMatches([room.match]));
  for (const comeback of fromCheckpoint) attempt(comeback, failed, () => comeback.resumed());
  let breathedMs = performance.now();
  let left = comebacks.filter(({ done }) => !done);
  name(left);
  while (left.length > 0) {
    if (suspect) name(left);
    await unlessStuck(left, stuckMs, failed, (comeback) => stepMatches([comeback.next()]));
    for (const comeback of left) attempt(comeback, failed, () => comeback.stepped());
    left = left.filter(({ done }) => !done);
    if (performance.now() - breathedMs < (suspect ? BREATHE_BESIDE_MS : BREATHE_MS)) continue;
    mark?.idle();
    await breathe();
    name(left);
    breathedMs = performance.now();
  }
  mark?.idle();
}

type Failed = (comeback: Comeback, error: unknown) => void;

/** Does it for all of them together. One with which it does not end is left aside. */
function unlessStuck(
  comebacks: readonly Comeback[],
  stuckMs: number,
  failed: Failed,
  begin: (comeback: Comeback) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = new Set(comebacks);
    if (left.size === 0) return resolve();
    const timer = setTimeout(() => {
      for (const comeback of left)
        comeback.leaveAside(`its tick ${comeback.room.match.tick} does not end`, left.size > 1);
      resolve();
    }, stuckMs);
    const run = async (comeback: Comeback): Promise<void> => {
      try {
        if (!comeback.isLeftAside) await begin(comeback);
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

function attempt(comeback: Comeback, failed: Failed, body: () => void): void {
  try {
    if (!comeback.isLeftAside) body();
  } catch (error) {
    failed(comeback, error);
  }
}

function rethrow(_: Comeback, error: unknown): never {
  throw error;
}
