/** What runs while an arena is on the page: hands, steps, picture and sound, once for each frame of the screen. */
import type { Arena, Body } from '../../../shared/games/arena/state.ts';
import type { Connection } from '../../connection/connection.ts';
import type { RealTime } from '../../connection/real-time.ts';
import { arenaOf } from './arena-view.ts';
import { Controls } from './controls/controls.ts';
import { Ears } from './ears.ts';
import type { Glance } from './glance.ts';
import { Pilot } from './pilot.ts';
import type { Spot } from './picture/camera.ts';
import { Stage } from './picture/stage.ts';
import type { Sounds } from './sound/sounds.ts';
import { Tidings } from './tidings.ts';

/** A page that was busy for longer goes on from where it is. */
const LONGEST_MS = 100;
const SMOOTH = 0.06;

export interface PlayParts {
  readonly canvas: HTMLCanvasElement;
  readonly surface: HTMLElement;
  readonly connection: Connection;
  readonly realTime: RealTime;
  readonly sounds: Sounds;
  /** Less motion is wanted. */
  readonly calm: boolean;
}

export class Play {
  readonly controls: Controls;
  readonly stage: Stage;
  readonly glance: Glance = {
    health: 0,
    shield: 0,
    dashShare: 0,
    railShare: 0,
    boosted: false,
    hurt: 0,
    framesPerSecond: 60,
    followed: undefined,
  };
  readonly #connection: Connection;
  readonly #realTime: RealTime;
  readonly #tidings: Tidings;
  readonly #pilot: Pilot | undefined;
  readonly #own: { seat: number; aim: number | undefined } | undefined;
  readonly #listeners = new Set<(glance: Readonly<Glance>) => void>();
  readonly #spot: Spot = { x: 0, y: 0 };
  readonly #away = new AbortController();
  #localMs = performance.now();
  #passedMs = 0;
  #frame = 0;
  #steers = false;
  /** Whom one has chosen to look at who is out. */
  #chosen: number | undefined;

  static async open(parts: PlayParts): Promise<Play> {
    const ears = new Ears(parts.sounds);
    const stage = await Stage.open(parts.canvas, parts.realTime, ears, parts.calm);
    return new Play(parts, stage, ears);
  }

  private constructor({ surface, connection, realTime }: PlayParts, stage: Stage, ears: Ears) {
    this.#connection = connection;
    this.#realTime = realTime;
    this.stage = stage;
    this.controls = new Controls(surface);
    const { seat } = connection;
    this.#own = seat === undefined ? undefined : { seat, aim: undefined };
    this.#tidings = new Tidings(connection, realTime, stage, ears, this.glance);
    ears.listenAt(stage.camera, () => this.glance.followed);
    this.#pilot =
      seat === undefined
        ? undefined
        : new Pilot(seat, realTime, {
            onShot: (shot) => stage.fire(shot, this.#localMs),
            onRay: (x, y, toX, toY) => this.#tidings.ownRay(x, y, toX, toY),
            onDash: () => ears.onOwnDash(),
            stops: (x, y, reach) => stage.figures.touching(x, y, seat, reach) >= 0,
          });
    const { signal } = this.#away;
    document.addEventListener('visibilitychange', () => this.#rest(), { signal });
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /** Calls back after each picture. Returns the way out. */
  onFrame(listener: (glance: Readonly<Glance>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Another one to watch: the next by seat, or the one before. */
  watchNext(step: 1 | -1): void {
    const state = arenaOf(this.#connection.state);
    if (!state) return;
    const seats = state.fighters.length;
    const from = this.glance.followed ?? 0;
    for (let tried = 1; tried <= seats; tried += 1) {
      const seat = (from + step * tried + seats * tried) % seats;
      if (state.fighters[seat]?.player === '' || !state.fighters[seat]) continue;
      this.#chosen = seat;
      return;
    }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#away.abort();
    this.controls.destroy();
    this.#tidings.destroy();
    this.#pilot?.destroy();
    this.stage.destroy();
  }

  #draw(now: number): void {
    this.#frame = requestAnimationFrame((next) => this.#draw(next));
    const since = now - this.#localMs;
    this.#passedMs = Math.min(LONGEST_MS, Math.max(0, since));
    this.#localMs = now;
    if (since > 0) this.glance.framesPerSecond += (1_000 / since - this.glance.framesPerSecond) * SMOOTH;
    const due = this.#realTime.frame(now);
    const state = arenaOf(this.#connection.state);
    if (!state) return;
    this.#steer(state, due);
    this.#tidings.pass(state, this.#passedMs);
    const follow = this.#whomToFollow(state);
    this.glance.followed = follow;
    const ahead = this.#own !== undefined && follow === this.#own.seat;
    this.stage.draw({
      state,
      own: this.#own,
      follow,
      aheadX: ahead ? this.controls.aheadX : 0,
      aheadY: ahead ? this.controls.aheadY : 0,
      localMs: now,
      passedMs: this.#passedMs,
    });
    this.stage.keepUp(this.#passedMs, this.glance.framesPerSecond);
    this.#look(state);
    for (const listener of this.#listeners) listener(this.glance);
  }

  #steer(state: Arena, due: number): void {
    const { stage, controls } = this;
    const own = this.#own;
    if (!own || !this.#pilot) return;
    const body: Body | undefined = state.fighters[own.seat]?.body;
    this.#pilot.take(body, stage.map);
    const figure = stage.figures.at(own.seat);
    if (figure) stage.camera.toScreen(figure.x, figure.y, this.#spot);
    controls.look(this.#spot.x, this.#spot.y, stage.camera.width, stage.camera.height);
    for (let each = 0; each < due; each += 1) this.#pilot.send(controls.read());
    // Frames are due where somebody plays; in a replay the gun points where it did.
    if (due > 0) this.#steers = true;
    own.aim = this.#steers ? controls.angle : undefined;
  }

  /** A page that nobody sees draws no pictures, and sends no frames: the last one is to stand still. */
  #rest(): void {
    if (document.visibilityState === 'visible') return;
    this.controls.release();
    this.#pilot?.send({ ...this.controls.read(), move: 0, buttons: 0 });
  }

  #whomToFollow(state: Arena): number | undefined {
    if (this.#own === undefined) return state.followed < 0 ? undefined : state.followed;
    const { seat } = this.#own;
    const own = state.fighters[seat];
    const chosen = this.#chosen === undefined ? undefined : state.fighters[this.#chosen];
    // One who is out until the round is over may look around.
    const looksAround = own !== undefined && !own.alive && own.backAt === 0;
    return looksAround && chosen && chosen.player !== '' ? this.#chosen : seat;
  }

  #look(state: Arena): void {
    const { glance } = this;
    const body: Body | undefined = glance.followed === undefined ? undefined : state.fighters[glance.followed]?.body;
    glance.health = body?.health ?? 0;
    glance.shield = body?.shield ?? 0;
    glance.boosted = body?.boosted ?? false;
    glance.dashShare = this.#pilot?.dashShare ?? 0;
    glance.railShare = this.#pilot?.railShare ?? 0;
  }

  /** Where somebody is drawn, in pixels of the map; for the small map. */
  placeOf(seat: number): { readonly x: number; readonly y: number; readonly shown: boolean } | undefined {
    return this.stage.figures.at(seat);
  }

  get state(): Arena | undefined {
    return arenaOf(this.#connection.state);
  }
}
