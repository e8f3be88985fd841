/** The whole picture: all layers, drawn anew for each frame from the state of the match. */
import { Container, WebGLRenderer } from 'pixi.js';
// Shaders without code that is written at run time, which the page's Content-Security-Policy forbids.
import 'pixi.js/unsafe-eval';
import type { ArenaMap } from '../../../../shared/games/arena/map.ts';
import { mapNamed } from '../../../../shared/games/arena/maps.ts';
import type { Arena, Body } from '../../../../shared/games/arena/state.ts';
import type { RealTime } from '../../../connection/real-time.ts';
import { colourOf, RAIL_COLOUR } from '../colours.ts';
import { paintAtlas, type Atlas } from './atlas.ts';
import { SpriteBatch } from './sprite-batch.ts';
import { Camera } from './camera.ts';
import { VisualEffects } from './visual-effects.ts';
import { FighterSprites, type FighterSpriteEvents, type OwnFighter } from './fighter-sprites.ts';
import { RenderScale, hasGraphicsCard } from './render-scale.ts';
import { BulletSprites, TICK_MS, type FiredBullet } from './bullet-sprites.ts';
import { MapLayers } from './map-layers.ts';
import { DamageNumbers } from './damage-numbers.ts';
import { Pads } from './pads.ts';
import { Rays } from './rays.ts';
import { CameraShake } from './camera-shake.ts';
import { sizeOf } from './units.ts';

const NIGHT = 0x0a1411;

/** What a picture is drawn of. */
export interface FrameState {
  readonly state: Arena;
  readonly own: OwnFighter | undefined;
  /** Whom the camera follows; it stays where it is when there is nobody. */
  readonly follow: number | undefined;
  /** A share of the furthest look ahead. */
  readonly aheadX: number;
  readonly aheadY: number;
  readonly localMs: number;
  readonly passedMs: number;
}

/** What the picture tells while it is drawn, so that it can be heard too. Pixels of the map. */
export interface RendererEvents extends FighterSpriteEvents {
  onShot(seat: number, x: number, y: number): void;
  onWall(x: number, y: number): void;
}

export class Renderer {
  readonly camera = new Camera();
  readonly effects: VisualEffects;
  readonly shake: CameraShake;
  readonly rays: Rays;
  readonly damageNumbers = new DamageNumbers();
  readonly fighters: FighterSprites;
  map: ArenaMap | undefined;

  readonly #renderer: WebGLRenderer;
  readonly #scale: RenderScale;
  readonly #source: { destroy(): void };
  readonly #atlas: Atlas;
  readonly #realTime: RealTime;
  readonly #root = new Container();
  readonly #world = new Container();
  readonly #below = new Container();
  readonly #between = new Container();
  readonly #above = new Container();
  readonly #glow: SpriteBatch;
  readonly #matter: SpriteBatch;
  readonly #lights: SpriteBatch;
  readonly #bullets: BulletSprites;
  #layers: MapLayers | undefined;
  #pads: Pads | undefined;
  #scene = '';
  #state: Arena | undefined;
  #own: OwnFighter | undefined;

  /** Opens a picture on a canvas. */
  static async open(
    canvas: HTMLCanvasElement,
    realTime: RealTime,
    events: RendererEvents,
    calm: boolean,
  ): Promise<Renderer> {
    const renderer = new WebGLRenderer();
    const strong = hasGraphicsCard();
    const scale = new RenderScale(devicePixelRatio, strong);
    await renderer.init({
      canvas,
      antialias: strong,
      autoDensity: true,
      backgroundColor: NIGHT,
      powerPreference: 'high-performance',
      resolution: scale.value,
      skipExtensionImports: true,
    });
    return new Renderer(renderer, scale, realTime, events, calm);
  }

  private constructor(
    renderer: WebGLRenderer,
    scale: RenderScale,
    realTime: RealTime,
    events: RendererEvents,
    calm: boolean,
  ) {
    this.#renderer = renderer;
    this.#scale = scale;
    this.#realTime = realTime;
    const { atlas, source } = paintAtlas();
    this.#atlas = atlas;
    this.#source = source;
    this.effects = new VisualEffects(atlas, calm);
    this.shake = new CameraShake(calm);
    this.rays = new Rays(atlas);
    this.fighters = new FighterSprites(atlas, realTime, events);
    this.#glow = new SpriteBatch(atlas.dot, 420, 'add');
    this.#matter = new SpriteBatch(atlas.dot, 260, 'normal');
    this.#lights = new SpriteBatch(atlas.dot, 700, 'add');
    this.#bullets = new BulletSprites(atlas, {
      colourOf: (seat) => this.colourOf(seat),
      touches: (x, y, seat, reach) => this.fighters.touching(x, y, seat, reach) >= 0,
      onFired: (seat, x, y, angle) => {
        this.effects.muzzle(x, y, angle, this.colourOf(seat));
        this.fighters.at(seat)?.kick();
        events.onShot(seat, x, y);
      },
      onWall: (x, y, angle, seat) => {
        this.effects.chips(x, y, angle, this.colourOf(seat));
        events.onWall(x, y);
      },
    });
    const { container: glow } = this.#glow;
    const { container: matter } = this.#matter;
    this.#between.addChild(this.fighters.view, matter, glow);
    this.#world.addChild(this.#below, this.#between, this.#above, this.#lights.container);
    this.#root.addChild(this.#world, this.fighters.tags, this.damageNumbers.view);
  }

  resize(width: number, height: number): void {
    this.#renderer.resize(Math.max(1, width), Math.max(1, height), this.#scale.value);
    this.camera.resize(width, height);
  }

  colourOf(seat: number): number {
    const fighter = this.#state?.fighters[seat];
    return colourOf(this.#state?.mode ?? 'free', seat, fighter?.team ?? 0, this.#own?.seat === seat);
  }

  /** One's own shot, as soon as it is fired. */
  fire(shot: FiredBullet, localMs: number): void {
    if (this.map) this.#bullets.fire(shot, this.map, localMs);
  }

  ray(x: number, y: number, toX: number, toY: number): void {
    this.rays.add(x, y, toX, toY, RAIL_COLOUR, this.effects);
  }

  /** Where the machine does not keep up, the picture gets coarser. */
  adaptScale(passedMs: number, picturesPerSecond: number): void {
    if (this.#scale.onFrame(passedMs, picturesPerSecond)) this.resize(this.camera.width, this.camera.height);
  }

  draw({ state, own, follow, aheadX, aheadY, localMs, passedMs }: FrameState): void {
    this.#state = state;
    this.#own = own;
    const map = this.#setMap(state);
    if (!map) return;
    this.#glow.begin();
    this.#matter.begin();
    this.#lights.begin();
    this.fighters.draw(state, own, this.effects, passedMs);
    const shownAt = this.#realTime.renderTime();
    this.#confirmBullets(state, map, own?.seat);
    this.#bullets.draw(this.#glow, shownAt / TICK_MS, localMs, passedMs);
    this.rays.draw(this.#glow, passedMs);
    this.effects.draw(this.#lights, this.#matter, passedMs);
    const matchNow = this.#realTime.matchNow();
    this.#pads?.draw((index) => padShare(state, index, matchNow), passedMs);
    this.#glow.end();
    this.#matter.end();
    this.#lights.end();

    const { camera, shake } = this;
    const followed = follow === undefined ? undefined : this.fighters.at(follow);
    const [x, y] = followed?.shown || followed?.x ? [followed.x, followed.y] : [camera.x, camera.y];
    camera.follow(x, y, aheadX, aheadY, passedMs);
    shake.update(passedMs);
    this.#world.scale.set(camera.zoom);
    this.#world.position.set(
      camera.width / 2 - camera.x * camera.zoom + shake.x,
      camera.height / 2 - camera.y * camera.zoom + shake.y,
    );
    this.#layers?.setCamera(camera.x, camera.y);
    this.fighters.drawTags(state, own?.seat, camera);
    this.damageNumbers.draw(camera, passedMs);
    this.#renderer.render(this.#root);
  }

  destroy(): void {
    this.fighters.destroy();
    this.damageNumbers.destroy();
    this.#layers?.destroy();
    this.#pads?.destroy();
    this.#root.destroy({ children: true });
    // It draws particles from the atlas, and lets go of it only now.
    this.#renderer.destroy();
    for (const texture of Object.values(this.#atlas)) texture.destroy();
    this.#source.destroy();
  }

  /** Whoever is in sight has bullets on their way. */
  #confirmBullets({ fighters }: Arena, map: ArenaMap, own: number | undefined): void {
    for (const fighter of fighters) {
      const body: Body | undefined = fighter.body;
      if (!body) continue;
      for (const bullet of body.bullets.values()) this.#bullets.confirm(bullet, map, bullet.seat === own);
    }
  }

  /** The ground of the map that is played now. */
  #setMap(state: Arena): ArenaMap | undefined {
    const scene = `${state.map} ${state.mode}`;
    if (scene === this.#scene) return this.map;
    const map = state.map === '' ? undefined : mapNamed(state.map);
    if (!map) return undefined;
    this.#scene = scene;
    this.map = map;
    this.#layers?.destroy();
    this.#pads?.destroy();
    this.#bullets.clear();
    this.#layers = new MapLayers(map, state.mode === 'teams');
    this.#pads = new Pads(map, this.#atlas);
    this.#below.addChild(this.#layers.below, this.#pads.view);
    this.#above.addChild(this.#layers.above);
    this.camera.over(sizeOf(map));
    const { width, height } = sizeOf(map);
    this.camera.follow(width / 2, height / 2, 0, 0, 0);
    return map;
  }
}

function padShare({ pads }: Arena, index: number, matchNow: number): number {
  const pad = pads[index];
  if (!pad) return 0;
  if (pad.ready) return 1;
  return pad.readyAt > matchNow ? Math.max(0, 1 - (pad.readyAt - matchNow) / 20_000) : 0.99;
}
