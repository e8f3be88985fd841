/** The arena's frame loop: input, prediction, rendering and sound, once per animation frame. */
import type { Arena, Body } from '../../../shared/games/arena/state.ts';
import type { TableOfArena } from './table-of-arena.ts';
import type { RealTime } from '../../connection/real-time.ts';
import { InputDevices } from './controls/controls.ts';
import { SpatialAudio } from './sound/spatial-audio.ts';
import { HudModel } from './hud/hud-model.ts';
import { LocalPlayer } from './local-player.ts';
import type { ScreenPoint } from './render/camera.ts';
import { Renderer } from './render/renderer.ts';
import type { Sounds } from './sound/sounds.ts';
import { EventEffects } from './event-effects.ts';

/** The longest time step. After a longer pause, animation continues from where it was. */
const LONGEST_MS = 100;
const SMOOTH = 0.06;

export interface GameLoopParts {
  readonly canvas: HTMLCanvasElement;
  readonly surface: HTMLElement;
  readonly table: TableOfArena;
  readonly realTime: RealTime;
  readonly sounds: Sounds;
  /** Reduced motion is requested. */
  readonly calm: boolean;
}

export class GameLoop {
  readonly controls: InputDevices;
  readonly renderer: Renderer;
  readonly hud = new HudModel();
  readonly #table: TableOfArena;
  readonly #realTime: RealTime;
  readonly #effects: EventEffects;
  readonly #player: LocalPlayer | undefined;
  readonly #own: { seat: number; aim: number | undefined } | undefined;
  readonly #listeners = new Set<(hud: Readonly<HudModel>) => void>();
  readonly #spot: ScreenPoint = { x: 0, y: 0 };
  readonly #away = new AbortController();
  #localMs = performance.now();
  #passedMs = 0;
  #frame = 0;
  #steers = false;

  static async open(parts: GameLoopParts): Promise<GameLoop> {
    const audio = new SpatialAudio(parts.sounds);
    const renderer = await Renderer.open(parts.canvas, parts.realTime, audio, parts.calm);
    return new GameLoop(parts, renderer, audio);
  }

  private constructor({ surface, table, realTime }: GameLoopParts, renderer: Renderer, audio: SpatialAudio) {
    this.#table = table;
    this.#realTime = realTime;
    this.renderer = renderer;
    this.controls = new InputDevices(surface);
    const { seat } = table;
    this.#own = seat === undefined ? undefined : { seat, aim: undefined };
    this.#effects = new EventEffects(table, realTime, renderer, audio, this.hud);
    audio.setListener(renderer.camera, () => this.hud.followed);
    this.#player =
      seat === undefined
        ? undefined
        : new LocalPlayer(seat, realTime, {
            onShot: (shot) => renderer.fire(shot, this.#localMs),
            onRay: (x, y, toX, toY) => this.#effects.ownRay(x, y, toX, toY),
            onDash: () => audio.onOwnDash(),
            stops: (x, y, reach) => renderer.fighters.touching(x, y, seat, reach) >= 0,
          });
    const { signal } = this.#away;
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal });
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /** Calls back after each frame. Returns the function that unsubscribes. */
  onFrame(listener: (hud: Readonly<HudModel>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#away.abort();
    this.controls.destroy();
    this.#effects.destroy();
    this.#player?.destroy();
    this.renderer.destroy();
  }

  #draw(now: number): void {
    this.#frame = requestAnimationFrame((next) => this.#draw(next));
    const since = now - this.#localMs;
    this.#passedMs = Math.min(LONGEST_MS, Math.max(0, since));
    this.#localMs = now;
    if (since > 0) this.hud.framesPerSecond += (1_000 / since - this.hud.framesPerSecond) * SMOOTH;
    const due = this.#realTime.update(now);
    const { state } = this;
    if (!state) return;
    this.#steer(state, due);
    this.#effects.update(state, this.#passedMs);
    const follow = this.#followTarget(state);
    this.hud.followed = follow;
    const ahead = this.#own !== undefined && follow === this.#own.seat;
    this.renderer.draw({
      state,
      own: this.#own,
      follow,
      aheadX: ahead ? this.controls.aheadX : 0,
      aheadY: ahead ? this.controls.aheadY : 0,
      localMs: now,
      passedMs: this.#passedMs,
    });
    this.renderer.adaptScale(this.#passedMs, this.hud.framesPerSecond);
    this.#updateHud(state);
    for (const listener of this.#listeners) listener(this.hud);
  }

  #steer(state: Arena, due: number): void {
    const { renderer, controls } = this;
    const own = this.#own;
    if (!own || !this.#player) return;
    const body: Body | undefined = state.fighters[own.seat]?.body;
    this.#player.setBody(body, renderer.map);
    const sprite = renderer.fighters.at(own.seat);
    if (sprite) renderer.camera.toScreen(sprite.x, sprite.y, this.#spot);
    controls.updateAim(this.#spot.x, this.#spot.y, renderer.camera.width, renderer.camera.height);
    for (let each = 0; each < due; each += 1) this.#player.sendFrame(controls.read());
    // Frames are due while somebody plays; in a replay the gun points where it did.
    if (due > 0) this.#steers = true;
    own.aim = this.#steers ? controls.angle : undefined;
  }

  /** A hidden page renders and sends nothing, so the last frame stops the fighter. */
  #onVisibility(): void {
    if (document.visibilityState === 'visible') return;
    this.controls.release();
    this.#player?.sendFrame({ ...this.controls.read(), move: 0, buttons: 0 });
  }

  #followTarget(state: Arena): number | undefined {
    if (this.#own !== undefined) return this.#own.seat;
    return state.followed < 0 ? undefined : state.followed;
  }

  #updateHud(state: Arena): void {
    const { hud } = this;
    const body: Body | undefined = hud.followed === undefined ? undefined : state.fighters[hud.followed]?.body;
    hud.health = body?.health ?? 0;
    hud.shield = body?.shield ?? 0;
    hud.boosted = body?.boosted ?? false;
    hud.dashShare = this.#player?.dashShare ?? 0;
    hud.railShare = this.#player?.railShare ?? 0;
  }

  /** Undefined before the first state has come. */
  get state(): Arena | undefined {
    return this.#table.hasState ? this.#table.state : undefined;
  }
}
