/**
 * Plays a recorded match: where it is, how fast, and through whose eyes. A second run goes ahead of the one that is
 * shown, to find out what there is to see, and whether this code makes the same match of it.
 */
import type { Game } from '../../shared/runtime/index.ts';
import type { Divergence, Output, Recording, Replay, YieldControl } from '../../shared/runtime/host.ts';
import type { Ask } from '../../shared/wire.ts';
import { InPageRealTime } from '../connection/in-page/in-page-real-time.ts';
import { ReplayConnection } from '../connection/in-page/replay-connection.ts';
import { inSlices, type YieldingClock } from './time-slices.ts';
import { MatchTimeline, type TimelineMark } from './match-timeline.ts';

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** The page's time. */
export interface PlaybackClock extends YieldingClock {
  /** Resolves when the next picture is due. */
  nextFrame(): Promise<void>;
}

/** Runs a recording; what the match puts out goes to `onOutput`, at the tick where it is. */
export type OpenReplay = (onOutput: (output: Output, tick: number) => void) => Replay;

/** Longer steps of the run ahead would run past the marks in them. */
const STEP_TICKS = 20;
/** How often the page is told how far the run ahead has come. */
const TOLD_EVERY_MS = 50;
/** A page that was hidden goes on where it was. */
const LONGEST_FRAME_MS = 250;

/** A run was left where it stood: nobody needs it any more. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Question extends Ask {
  readonly to: string;
  readonly tick: number;
}

export class Playback {
  readonly lastTick: number;
  readonly tickRate: number;
  readonly timeline: MatchTimeline;
  speed: Speed = 1;
  playing = false;
  /** Through whose eyes: a player's id, or undefined for a watcher. */
  viewer: string | undefined;
  /** How far the run ahead has come. */
  bufferedTick = 0;
  divergence: Divergence | undefined;
  connection: ReplayConnection;

  readonly #recording: Recording;
  readonly #realTime: InPageRealTime | undefined;
  readonly #clock: PlaybackClock;
  readonly #listeners = new Set<() => void>();
  #shown: Replay;
  /** Where the clock is, in ticks; what is shown follows. */
  #position = 0;
  #jump = true;
  #jumping = false;
  #scrubbing = false;
  #driving = false;
  #closed = false;
  #frameMs = 0;
  #state: unknown;
  #seat: number | undefined;
  #questions: Question[] = [];
  /** The run ahead, once it is through: it has been everywhere, and finds its way back faster. */
  #successor: Replay | undefined;

  constructor(game: Game, recording: Recording, open: OpenReplay, beat: PlaybackClock) {
    this.lastTick = recording.lastTick;
    this.tickRate = recording.start.tickRate;
    this.timeline = new MatchTimeline(recording);
    this.#recording = recording;
    this.#realTime =
      game.input && new InPageRealTime({ tickRate: this.tickRate, now: () => this.msOf(this.#position) });
    this.#clock = beat;
    this.connection = this.#connect(game.name);
    const first = open((output, tick) => first === this.#shown && this.#onOutput(output, tick));
    const ahead = open((output, tick) =>
      ahead === this.#shown ? this.#onOutput(output, tick) : this.timeline.onOutput(output, tick),
    );
    this.#shown = first;
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

  /** A jump is under way: the page still shows where it was. */
  get busy(): boolean {
    return this.#jump || this.#jumping;
  }

  get atEnd(): boolean {
    return this.tick >= this.end;
  }

  /** The mark to jump to from here. */
  adjacentMark(way: 'previous' | 'next'): TimelineMark | undefined {
    const { marks } = this.timeline;
    if (way === 'next') return marks.find(({ tick }) => tick > this.tick && tick <= this.bufferedTick);
    // Who presses it again in the second after a jump goes one further.
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

  /** Goes there, as soon as the run ahead has come so far. */
  seek(tick: number): void {
    this.#position = Math.min(Math.max(0, Math.floor(tick)), this.end);
    this.#jump = true;
    this.#wake();
  }

  /** While somebody holds the handle of the bar, the clock waits. */
  scrub(holding: boolean): void {
    this.#scrubbing = holding;
    this.#show();
    this.#wake();
  }

  watchAs(player: string | undefined): void {
    if (player === this.viewer) return;
    this.viewer = player;
    this.connection = this.#connect(this.connection.game);
    this.#jump = true;
    this.#wake();
  }

  /** Calls back after every change. Returns the way out. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
  }

  async #runAhead(ahead: Replay): Promise<void> {
    let toldMs = -Infinity;
    while (!this.#closed && ahead.tick < this.lastTick && ahead.divergence === undefined) {
      await this.#run((pause) => ahead.advance(ahead.tick + STEP_TICKS, pause));
      this.divergence = ahead.divergence;
      this.bufferedTick = Math.min(ahead.tick, this.end);
      this.timeline.advance(ahead.match);
      this.#position = Math.min(this.#position, this.end);
      void this.#drive();
      const nowMs = this.#clock.now();
      if (nowMs - toldMs >= TOLD_EVERY_MS) {
        toldMs = nowMs;
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

  /** Moves what is shown to where the clock is, until there is nothing more to do. */
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

  /** Runs in slices, as long as somebody needs it. False: until nobody did. */
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

  #switchTo(successor: Replay): void {
    this.#shown = successor;
    this.#successor = undefined;
    this.#jump = true;
  }

  async #jumpThere(): Promise<void> {
    this.#jump = false;
    this.#jumping = true;
    const isThere = await this.#run(
      (pause) => this.#shown.seek(this.tick, pause),
      // Another jump was asked for, and the run is past it.
      () => this.#jump && this.#position < this.#shown.tick,
    );
    if (!isThere) {
      this.#jumping = false;
      return;
    }
    this.#realTime?.onTick(this.#shown.tick);
    this.#jumping = false;
    const { tick, match } = this.#shown;
    const since = match.snapshot?.tick ?? -1;
    // A match that begins anew at a checkpoint has no question open from before.
    this.#questions = this.#questions.filter((question) => question.tick >= since && question.tick <= tick);
    this.#refreshView();
    this.#frameMs = this.#clock.now();
  }

  async #playOn(): Promise<void> {
    await this.#clock.nextFrame();
    const nowMs = this.#clock.now();
    const passedMs = Math.min(nowMs - this.#frameMs, LONGEST_FRAME_MS);
    this.#frameMs = nowMs;
    // Somebody has moved the clock meanwhile.
    if (this.#jump || this.#scrubbing || !this.playing) return;
    const from = this.tick;
    this.#position = Math.min(this.bufferedTick, this.#position + (passedMs * this.speed * this.tickRate) / 1_000);
    if (this.tick === from && !this.atEnd) return;
    const isThere = await this.#run(
      (pause) => this.#shown.advance(this.tick, pause),
      () => this.#jump,
    );
    if (!isThere) return;
    this.#realTime?.onTick(this.#shown.tick);
    if (this.atEnd && this.bufferedTick >= this.end) this.playing = false;
    if (this.#seatNow() === this.#seat) this.#show();
    else this.#refreshView();
  }

  #seatNow(): number | undefined {
    return this.#shown.match.players.find(({ id }) => id === this.viewer)?.seat;
  }

  /** Looks anew through the eyes: after a jump what was seen is no longer kept up. */
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
      if (output.to === 'all' || output.to === (this.viewer ?? 'spectators'))
        this.connection.notice(output.type, output.data);
    }
  }

  #connect(game: string): ReplayConnection {
    const { matchId } = this.#recording.start;
    const { viewer: player } = this;
    return new ReplayConnection({
      matchId,
      game,
      player,
      now: () => this.msOf(this.#position),
      realTime: this.#realTime,
    });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
