/**
 * Plays a recorded match: position, speed and viewer. Besides the run that is shown, a read-ahead run plays the match in the background: it
 * fills the timeline, and finds out where this version of the game diverges from the recording.
 */
import type { Game, GameSpec, StateOf } from '../../shared/runtime/index.ts';
import {
  type Divergence,
  isFor,
  type Output,
  type Recording,
  type Replay,
  type YieldControl,
} from '../../shared/runtime/host.ts';
import type { Ask } from '../../shared/wire.ts';
import type { GameName } from '../connection/game-types.ts';
import { InPageRealTime } from '../connection/in-page/in-page-real-time.ts';
import { ReplayConnection } from '../connection/in-page/replay-connection.ts';
import { Listeners } from '../connection/listeners.ts';
import { inSlices, type YieldingClock } from './time-slices.ts';
import { MatchTimeline, type TimelineMark } from './match-timeline.ts';

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

export interface PlaybackClock extends YieldingClock {
  /** Resolves at the next animation frame. */
  nextFrame(): Promise<void>;
}

/** Starts a run of the recording. `onOutput` gets the match's outputs and their ticks. */
export type OpenReplay<G extends GameSpec = GameSpec> = (onOutput: (output: Output, tick: number) => void) => Replay<G>;

/** The read-ahead advances in steps of this size. Longer ones would skip timeline marks. */
const STEP_TICKS = 20;
/** How often the page is notified of the read-ahead's progress. */
const NOTIFY_EVERY_MS = 50;
/** The longest time that passes between two pictures, so that a hidden page continues where it was. */
const MAX_FRAME_MS = 250;

/** Thrown to abandon a run that is no longer needed. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Question extends Ask {
  readonly to: string;
  readonly tick: number;
}

export class Playback<G extends GameSpec = GameSpec> {
  readonly lastTick: number;
  readonly tickRate: number;
  readonly timeline: MatchTimeline;
  speed: Speed = 1;
  playing = false;
  /** The player whose view is shown; undefined: a spectator's. */
  viewer: string | undefined;
  /** How far the read-ahead has come. */
  bufferedTick = 0;
  divergence: Divergence | undefined;
  connection: ReplayConnection<G>;

  readonly #recording: Recording;
  readonly #realTime: InPageRealTime | undefined;
  readonly #clock: PlaybackClock;
  readonly #changes = new Listeners();
  #shown: Replay<G>;
  /** The playback position, in ticks. The shown run follows it. */
  #position = 0;
  #jump = true;
  #jumping = false;
  #scrubbing = false;
  #driving = false;
  #closed = false;
  #frameMs = 0;
  #state: StateOf<G>;
  #seat: number | undefined;
  #questions: Question[] = [];
  /** The finished read-ahead run. It replaces the shown run, since it has snapshots everywhere and seeks faster. */
  #successor: Replay<G> | undefined;

  constructor(game: Game<G>, recording: Recording, open: OpenReplay<G>, clock: PlaybackClock) {
    this.lastTick = recording.lastTick;
    this.tickRate = recording.start.tickRate;
    this.timeline = new MatchTimeline(recording);
    this.#recording = recording;
    this.#realTime =
      game.input && new InPageRealTime({ tickRate: this.tickRate, now: () => this.msOf(this.#position) });
    this.#clock = clock;
    const first = open((output, tick) => first === this.#shown && this.#onOutput(output, tick));
    const ahead = open((output, tick) =>
      ahead === this.#shown ? this.#onOutput(output, tick) : this.timeline.onOutput(output, tick),
    );
    this.#shown = first;
    this.#state = first.see(undefined);
    this.connection = this.#connect();
    void this.#runAhead(ahead);
    void this.#drive();
  }

  /** The last tick that can be shown. */
  get end(): number {
    return this.divergence === undefined ? this.lastTick : Math.max(0, this.divergence.tick - 1);
  }

  get tick(): number {
    return Math.floor(this.#position);
  }

  /** A seek is under way: the page still shows the old position. */
  get busy(): boolean {
    return this.#jump || this.#jumping;
  }

  get atEnd(): boolean {
    return this.tick >= this.end;
  }

  /** The mark that the previous or next button jumps to. */
  adjacentMark(direction: 'previous' | 'next'): TimelineMark | undefined {
    const { marks } = this.timeline;
    if (direction === 'next') return marks.find(({ tick }) => tick > this.tick && tick <= this.bufferedTick);
    // Pressing the button again within a second jumps one mark further.
    return marks.findLast(({ tick }) => tick < this.tick - this.tickRate);
  }

  msOf(tick: number): number {
    return (tick * 1_000) / this.tickRate;
  }

  toggle(): void {
    if (!this.playing && this.atEnd) this.seek(0);
    this.playing = !this.playing;
    this.#show();
    this.#wake();
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    this.#changed();
  }

  /** Seeks as soon as the read-ahead has come that far. */
  seek(tick: number): void {
    this.#position = Math.min(Math.max(0, Math.floor(tick)), this.end);
    this.#jump = true;
    this.#wake();
  }

  /** The clock waits while the visitor drags the handle of the seek bar. */
  scrub(holding: boolean): void {
    this.#scrubbing = holding;
    this.#show();
    this.#wake();
  }

  watchAs(player: string | undefined): void {
    if (player === this.viewer) return;
    this.viewer = player;
    this.connection = this.#connect();
    this.#jump = true;
    this.#wake();
  }

  /** Calls the listener after every change. Returns a function that removes it. */
  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  close(): void {
    this.#closed = true;
  }

  async #runAhead(ahead: Replay<G>): Promise<void> {
    let notifiedMs = -Infinity;
    while (!this.#closed && ahead.tick < this.lastTick && ahead.divergence === undefined) {
      await this.#run((pause) => ahead.advance(ahead.tick + STEP_TICKS, pause));
      this.divergence = ahead.divergence;
      this.bufferedTick = Math.min(ahead.tick, this.end);
      this.timeline.advance(ahead.match);
      this.#position = Math.min(this.#position, this.end);
      void this.#drive();
      const nowMs = this.#clock.now();
      if (nowMs - notifiedMs >= NOTIFY_EVERY_MS) {
        notifiedMs = nowMs;
        this.#changed();
      }
      await this.#clock.yieldToPage();
    }
    this.#successor = ahead;
    this.#wake();
  }

  #wake(): void {
    this.#changed();
    void this.#drive();
  }

  /** Moves the shown run to the playback position, until nothing is left to do. */
  async #drive(): Promise<void> {
    if (this.#driving) return;
    this.#driving = true;
    this.#frameMs = this.#clock.now();
    while (!this.#closed) {
      if (this.#successor !== undefined) this.#switchTo(this.#successor);
      else if (this.#jump && this.#position <= this.bufferedTick) await this.#jumpThere();
      else if (!this.#jump && this.playing && !this.#scrubbing) await this.#playOn();
      else break;
    }
    this.#driving = false;
  }

  /** Runs in time slices. Returns false if the run was abandoned. */
  async #run(run: (pause: YieldControl) => Promise<void>, isOver: () => boolean = () => false): Promise<boolean> {
    const slice = inSlices(this.#clock);
    try {
      await run(() => {
        if (this.#closed || isOver()) throw new Interrupted();
        return slice();
      });
      return true;
    } catch (error) {
      if (error instanceof Interrupted) return false;
      throw error;
    }
  }

  #switchTo(successor: Replay<G>): void {
    this.#shown = successor;
    this.#successor = undefined;
    this.#jump = true;
  }

  async #jumpThere(): Promise<void> {
    this.#jump = false;
    this.#jumping = true;
    const reached = await this.#run(
      (pause) => this.#shown.seek(this.tick, pause),
      // Another seek was requested, to before where the run is now.
      () => this.#jump && this.#position < this.#shown.tick,
    );
    if (!reached) {
      this.#jumping = false;
      return;
    }
    this.#realTime?.onTick(this.#shown.tick);
    this.#jumping = false;
    const { tick, match } = this.#shown;
    const since = match.snapshot?.tick ?? -1;
    // A restart at a checkpoint closes all questions from before.
    this.#questions = this.#questions.filter((question) => question.tick >= since && question.tick <= tick);
    this.#refreshView();
    this.#frameMs = this.#clock.now();
  }

  async #playOn(): Promise<void> {
    await this.#clock.nextFrame();
    const nowMs = this.#clock.now();
    const elapsedMs = Math.min(nowMs - this.#frameMs, MAX_FRAME_MS);
    this.#frameMs = nowMs;
    // The position was changed meanwhile.
    if (this.#jump || this.#scrubbing || !this.playing) return;
    const from = this.tick;
    this.#position = Math.min(this.bufferedTick, this.#position + (elapsedMs * this.speed * this.tickRate) / 1_000);
    if (this.tick === from && !this.atEnd) return;
    const reached = await this.#run(
      (pause) => this.#shown.advance(this.tick, pause),
      () => this.#jump,
    );
    if (!reached) return;
    this.#realTime?.onTick(this.#shown.tick);
    if (this.atEnd && this.bufferedTick >= this.end) this.playing = false;
    if (this.#seatNow() === this.#seat) this.#show();
    else this.#refreshView();
  }

  #seatNow(): number | undefined {
    return this.#shown.match.players.find(({ id }) => id === this.viewer)?.seat;
  }

  /** Reads the viewer's state again: a seek replaces the state object. */
  #refreshView(): void {
    this.#seat = this.#seatNow();
    this.#state = this.#shown.see(this.#seat === undefined ? undefined : this.viewer);
    this.#show();
  }

  #show(): void {
    this.connection.show({
      state: this.#state,
      seat: this.#seat,
      questions: this.#questions.filter(({ to }) => to === this.viewer),
      held: !this.playing || this.#scrubbing,
    });
    this.#changed();
  }

  #onOutput(output: Output, tick: number): void {
    if (output.kind === 'ask') {
      const { to, question, name, data } = output;
      this.#questions = this.#questions.filter((each) => each.question !== question);
      this.#questions.push({ to, question, name, data, tick });
    } else if (output.kind === 'asked') {
      this.#questions = this.#questions.filter(({ question }) => question !== output.question);
    } else if (output.kind === 'notice' && this.playing && !this.busy) {
      if (isFor(output, { id: this.viewer, spectator: this.viewer === undefined }))
        this.connection.notice(output.type, output.data);
    }
  }

  #connect(): ReplayConnection<G> {
    const { matchId, game } = this.#recording.start;
    const { viewer: player } = this;
    return new ReplayConnection<G>({
      matchId,
      game: game as GameName<G>,
      player,
      now: () => this.msOf(this.#position),
      realTime: this.#realTime,
      state: this.#state,
    });
  }

  #changed(): void {
    this.#changes.call();
  }
}
