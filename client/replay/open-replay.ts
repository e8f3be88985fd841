/** Opens a replay file: decodes it, and loads the game's code and view. */
import { decodeReplay, type Recording, Replay } from '../../shared/runtime/host.ts';
import type { GameView } from '../games/game-view.ts';
import { clientGame } from '../games/index.ts';
import { gameCode } from './games.ts';
import { inflate } from './inflate.ts';
import { Playback, type PlaybackClock } from './playback.ts';
import { inSlices, makeYield } from './time-slices.ts';
import { ReplayError } from './replay-errors.ts';

/** A replay ready to be shown. */
export interface OpenedReplay {
  readonly bytes: Uint8Array;
  readonly recording: Recording;
  /** The game's name, for people. */
  readonly title: string;
  readonly Table: GameView['Table'];
  readonly playback: Playback;
}

function playbackClock(): PlaybackClock {
  return {
    now: () => performance.now(),
    nextFrame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
    yieldToPage: makeYield(),
  };
}

/**
 * Opens a replay file.
 *
 * @throws ReplayProblem if the file is not a complete replay
 * @throws ReplayError if this page does not know the game, or cannot load it
 */
export async function openReplay(bytes: Uint8Array): Promise<OpenedReplay> {
  const clock = playbackClock();
  const recording = await decodeReplay(bytes, inflate, inSlices(clock));
  const name = recording.start.game;
  const [code, view] = [gameCode(name), clientGame(name)];
  if (code === undefined || view === undefined) throw new ReplayError('unknown-game');
  const [game, { Table }] = await Promise.all([code(), view.load()]).catch((error: unknown) => {
    throw new ReplayError('not-loaded', { cause: error });
  });
  const playback = new Playback(
    game,
    recording,
    (onOutput) => new Replay(game, recording, { onOutput, checksEntries: true }),
    clock,
  );
  return { bytes, recording, title: view.title, Table, playback };
}

/** Preloads what the replays of a game need. */
export async function prepare(game: string): Promise<void> {
  await Promise.all([gameCode(game)?.(), clientGame(game)?.load()]);
}
