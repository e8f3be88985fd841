/** Replays a recorded match, to any tick forwards or backwards, and shows what its clients saw. */
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

/** Beyond this, every other snapshot is dropped, which makes seeking a little slower. */
const MAX_SNAPSHOTS = 256;

/** The id of the only client of a replay. */
const VIEWER = 'eyes';

/** How a recording is replayed. */
export interface ReplaySettings {
  /** Called with each output of the match, after its tick. */
  readonly onOutput?: (output: Output, tick: number) => void;
  /**
   * Checks the options, messages and answers of the recording with the game's schemas, as a live room does. An entry that fails
   * is a divergence and does not reach the script. For games whose schemas accept their own output.
   */
  readonly checksEntries?: boolean;
}

interface ReplayViewer<T> {
  readonly player: string | undefined;
  readonly view: StateView | undefined;
  readonly state: T;
}

/**
 * Replays a recorded match. It stops at the first tick that differs from the recording; `divergence` says how. Await each
 * call before the next.
 *
 * @example
 * const replay = new Replay(liarsDice, await decodeReplay(file, inflate));
 * await replay.seek(1200);
 * const state = replay.see('p1');
 * await replay.advance(1201); // and `state` has changed
 */
export class Replay<S extends GameSpec = GameSpec> {
  /** The recording that is replayed. */
  readonly recording: Recording;
  readonly #game: Game<S>;
  readonly #onOutput: (output: Output, tick: number) => void;
  readonly #check: EntryCheck | undefined;
  /** Ascending. */
  #snapshots: Snapshot[] = [];
  #match: Match<S>;
  #loopback: Loopback<StateOf<S>>;
  #verifier: Verifier;
  /** The index of the next frame to play. */
  #nextFrame: number;
  #viewer: ReplayViewer<StateOf<S>> | undefined;
  #divergence: Divergence | undefined;

  /**
   * A replay before its first tick.
   *
   * @throws ReplayProblem `foreign` if the recording is of another game, `corrupt` if it does not fit this one
   */
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

  /** The match at the current tick. A new object after a seek backwards. */
  get match(): Match<S> {
    return this.#match;
  }

  /** The tick that it is at. */
  get tick(): number {
    return this.#match.tick;
  }

  /** The last tick of the recording. */
  get lastTick(): number {
    return this.recording.lastTick;
  }

  /** Where the replay first differs from the recording; undefined if it has not so far. */
  get divergence(): Divergence | undefined {
    return this.#divergence;
  }

  /**
   * Plays forward to a tick; does nothing if it is in the past. The state that `see()` returned is updated.
   *
   * @param pause called after each tick; if it rejects, the replay stops at that tick
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
   * Goes to a tick in any direction, from the nearest snapshot known. Call `see()` again after it.
   *
   * @param pause as for `advance`
   */
  async seek(tick: number, pause?: YieldControl): Promise<void> {
    this.#closeEyes();
    const target = Math.max(0, Math.min(Math.floor(tick), this.#end));
    const nearest = this.#snapshots.findLast((snapshot) => snapshot.tick <= target);
    if (target < this.tick || (nearest !== undefined && nearest.tick > this.tick)) await this.#restart(nearest);
    await this.advance(target, pause);
  }

  /**
   * The state as this player's client decodes it; as a spectator's client does if there is no such player now, or for undefined.
   * `advance()` updates it. It is valid until the next call of `see()` for another player, or a seek.
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

  /** The last tick of the recording. */
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
    if (this.#snapshots.length > MAX_SNAPSHOTS) this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0);
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

/** Checks the options, which nobody has checked in a file. */
function begin<S extends GameSpec>(game: Game<S>, { start }: Recording): Match<S> {
  try {
    return new Match(game, start, { trace: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReplayProblem('corrupt', `This replay does not fit the game "${game.name}": ${why}`, { cause: error });
  }
}
