import type { Game } from '../../../shared/runtime/index.ts';
import { type Recording, Replay } from '../../../shared/runtime/host.ts';
import type { BenchProgress } from '../progress.ts';

/** How long replays of a match take, in seconds. */
export async function replayTimes(
  game: Game,
  recording: Recording,
  rounds: number,
  progress: BenchProgress,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    progress.say(`journal: ${game.title}, replay ${round + 1} of ${rounds}`);
    const replay = new Replay(game, recording);
    const startMs = performance.now();
    await replay.advance(recording.lastTick);
    times.push((performance.now() - startMs) / 1_000);
    if (replay.divergence !== undefined) throw new Error('the replay differs from its recording');
  }
  return times;
}
