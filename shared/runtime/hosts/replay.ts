/** Plays a recorded match again, to any tick and back, and shows what its clients saw. */
import type { StateView } from '@colyseus/schema';
import type { Output } from '../record/entries.ts';
import type { Game } from '../room/game.ts';
import type { GameSpec, StateOf } from '../room/spec.ts';
import { Loopback } from './loopback.ts';
import { Match } from '../match/match.ts';
import type { Snapshot } from '../record/snapshot.ts';
import { resumeMatches, stepMatches } from '../match/steps.ts';
import type { Frame, Recording } from '../record/recording.ts';
import { installTraps } from '../kernel/traps.ts';
import { EntryCheck } from '../journal/entry-check.ts';
import type { YieldControl } from '../journal/yield-control.ts';
import { ReplayProblem } from '../journal/replay-problem.ts';
import { Verifier, type Divergence } from './verifier.ts';

/** When there are more, every other one is forgotten: seeking takes a little longer then. */
const MOST_SNAPSHOTS = 256;

/** The name of the only client of a replay. */
const VIEWER = 'eyes';

export interface ReplaySettings {
  /** Is given what the match puts out, as it does, after the tick in which it does. */
  readonly onOutput?: (output: Output, tick: number) => void;
  /**
   * Holds the options, messages and answers of the recording against the game's schemas, as a live room does: what no room would
   * have let in is a divergence, and the script never sees it. For games whose schemas take what they give.
   */
  readonly checksEntries?: boolean;
}

interface ReplayViewer<T> {
  readonly player: string | undefined;
  readonly view: StateView | undefined;
  readonly state: T;
}

/**
 * A recorded match that runs again. It stops at the first tick that differs from the recording, and `divergence` tells
 * how. Await each call before the next.
 *
 * @example
 * const replay = new Replay(liarsDice, await decodeReplay(file, inflate));
 * await replay.seek(1200);
 * const state = replay.see('p1');
 * await replay.advance(1201); // and `state` has changed
 */
export class Replay<S extends GameSpec = GameSpec> {
  readonly recording: Recording;
  readonly #game: Game<S>;
  readonly #onOutput: (output: Output, tick: number) => void;
  readonly #check: EntryCheck | undefined;
  /** Ascending. */
  #snapshots: Snapshot[] = [];
  #match: Match<S>;
  #loopback: Loopback<StateOf<S>>;
  #verifier: Verifier;
  /** The number of the first frame that has not been played. */
  #nextFrame: number;
  #viewer: ReplayViewer<StateOf<S>> | undefined;
  #divergence: Divergence | undefined;

  /** @throws ReplayProblem `foreign` when the recording is of another game */
  constructor(
    game: Game<S>,
    recording: Recording,
    { onOutput = () => {}, checksEntries = false }: ReplaySettings = {},
  ) {
    if (recording.start.game !== game.name) {
      throw new ReplayProblem('foreign', `This is a replay of "${recording.start.game}", not of "${game.name}".`);
    }
    installTraps();
    this.recording = recording;
    this.#game = game;
    this.#onOutput = onOutput;
    this.#check = checksEntries ? new EntryCheck(game) : undefined;
    if (checksEntries && game.options?.safeParse(recording.start.options).success === false)
      throw new ReplayProblem('corrupt', `The options of this match are none of "${game.name}".`);
    this.#nextFrame = firstAfter(recording.frames, 0);
    this.#match = begin(game, recording);
    this.#loopback = new Loopback(this.#match.state);
    this.#verifier = new Verifier(this.#match);
  }

  /** The match as it is at this tick. Another object after a seek backwards. */
  get match(): Match<S> {
    return this.#match;
  }

  get tick(): number {
    return this.#match.tick;
  }

  get lastTick(): number {
    return this.recording.lastTick;
  }

  /** Where it first differs from the recording; undefined as long as no difference was met. */
  get divergence(): Divergence | undefined {
    return this.#divergence;
  }

  /**
   * Goes forward; a tick that lies behind changes nothing. What `see()` gave is kept up.
   *
   * @param pause called after each tick; where it rejects, the run stays at that tick
   */
  async advance(toTick: number, pause: YieldControl = () => undefined): Promise<void> {
    const known = this.#divergence;
    const last = Math.min(toTick, this.#end);
    while (this.tick < last && this.#divergence === known) {
      await this.#step();
      const paused = pause();
      if (paused !== undefined) await paused;
    }
  }

  /**
   * Goes to a tick in any direction, from the nearest snapshot that was met before. Then `see()` is to be called again.
   *
   * @param pause as of `advance`
   */
  async seek(tick: number, pause?: YieldControl): Promise<void> {
    this.#closeEyes();
    const target = Math.max(0, Math.min(Math.floor(tick), this.#end));
    const nearest = this.#snapshots.findLast((snapshot) => snapshot.tick <= target);
    if (target < this.tick || (nearest !== undefined && nearest.tick > this.tick)) await this.#restart(nearest);
    await this.advance(target, pause);
  }

  /**
   * The state as this player's client has decoded it, with what this player may see; as a spectator has it where there is
   * no such player now, and for undefined. It is kept up by `advance()`, and valid until another call of `see()` gives
   * another one, or a seek.
   */
  see(player: string | undefined): StateOf<S> {
    const view = this.#match.viewOf(player);
    if (this.#viewer !== undefined && this.#viewer.player === player && this.#viewer.view === view)
      return this.#viewer.state;
    this.#closeEyes();
    const state = this.#loopback.join(VIEWER, view);
    this.#loopback.sync();
    this.#viewer = { player, view, state };
    return state;
  }

  /** The last tick that can be played. */
  get #end(): number {
    const divergence = this.#divergence;
    if (divergence === undefined) return this.lastTick;
    return divergence.refused === undefined ? divergence.tick : divergence.tick - 1;
  }

  async #step(): Promise<void> {
    const tick = this.tick + 1;
    const frame = this.#takeFrame(tick);
    const refused = frame && this.#check?.refusal(frame.entries);
    if (refused !== undefined) {
      this.#divergence = { tick, refused };
      return;
    }
    await stepMatches([{ match: this.#match, entries: frame?.entries ?? [] }]);
    this.#loopback.sync();
    this.#keepSnapshot();
    this.#divergence ??= this.#verifier.check(frame);
    this.#release();
  }

  #takeFrame(tick: number): Frame | undefined {
    const frame = this.recording.frames[this.#nextFrame];
    if (frame?.tick !== tick) return undefined;
    this.#nextFrame++;
    return frame;
  }

  #release(): void {
    for (const output of this.#match.takeOutputs()) {
      this.#check?.hear(output);
      this.#onOutput(output, this.tick);
    }
  }

  #keepSnapshot(): void {
    const { snapshot } = this.#match;
    const last = this.#snapshots.at(-1);
    if (snapshot === undefined || (last !== undefined && last.tick >= snapshot.tick)) return;
    this.#snapshots.push(snapshot);
    if (this.#snapshots.length > MOST_SNAPSHOTS)
      this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0);
  }

  async #restart(from: Snapshot | undefined): Promise<void> {
    this.#match = new Match(this.#game, this.recording.start, { trace: true, from });
    this.#loopback = new Loopback(this.#match.state);
    this.#verifier = new Verifier(this.#match);
    this.#nextFrame = firstAfter(this.recording.frames, this.tick);
    if (from === undefined) return;
    await resumeMatches([this.#match]);
    this.#loopback.sync();
    this.#release();
  }

  #closeEyes(): void {
    this.#loopback.leave(VIEWER);
    this.#viewer = undefined;
  }
}

function firstAfter(frames: readonly Frame[], after: number): number {
  const next = frames.findIndex(({ tick }) => tick > after);
  return next < 0 ? frames.length : next;
}

/** The options of a file were checked by nobody. */
function begin<S extends GameSpec>(game: Game<S>, { start }: Recording): Match<S> {
  try {
    return new Match(game, start, { trace: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReplayProblem('corrupt', `This replay does not fit the game "${game.name}": ${why}`, { cause: error });
  }
}
