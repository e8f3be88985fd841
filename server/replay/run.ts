/** Runs a recorded match again: the whole of it, or up to a tick. */
import {
  type Divergence,
  failureText,
  type MatchEnd,
  type Recording,
  Replay,
  type ScopeDescription,
} from '../../shared/runtime/host.ts';
import type { Game } from '../../shared/runtime/index.ts';
import type { Progress } from './progress.ts';

/** Longer stacks are cut off. */
const LONGEST_STACK = 4_000;

/** Ticks between two looks at the clock. */
const SLICE_TICKS = 500;

export interface ReplayRun {
  /** How far it came. */
  readonly tick: number;
  readonly ms: number;
  /** How long it took, in real time. */
  readonly seconds: number;
  readonly divergence: Divergence | undefined;
  /** At that tick. */
  readonly state: unknown;
  readonly tasks: ScopeDescription;
  /** Why and where in its script the match failed here; undefined where it did not. */
  readonly failure: ReplayFailure | undefined;
}

export interface ReplayFailure {
  readonly text: string;
  readonly stack: string;
}

/** Runs to a tick, or to the first difference before it. */
export async function runTo(game: Game, recording: Recording, tick: number, progress: Progress): Promise<ReplayRun> {
  const replay = new Replay(game, recording);
  const beganMs = performance.now();
  while (replay.tick < tick && replay.divergence === undefined) {
    await replay.advance(Math.min(tick, replay.tick + SLICE_TICKS));
    progress.say(`${Math.floor((100 * replay.tick) / tick)} %, tick ${replay.tick} of ${tick}`);
  }
  progress.clear();
  const { match, divergence } = replay;
  return {
    tick: match.tick,
    ms: match.now,
    seconds: (performance.now() - beganMs) / 1_000,
    divergence,
    state: match.state.toJSON(),
    tasks: match.describe(),
    failure: failureOf(match.ended),
  };
}

function failureOf(ended: MatchEnd | undefined): ReplayFailure | undefined {
  if (ended?.kind !== 'failed') return undefined;
  const { stack = '' } = ended.error;
  return { text: failureText(ended), stack: stack.slice(0, LONGEST_STACK) };
}
