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
import { Brush } from './brush.ts';
import { Camera } from './camera.ts';
import { Effects } from './effects.ts';
import { Figures, type FigureEvents, type OwnSight } from './figures.ts';
import { Fineness, hasGraphicsCard } from './fineness.ts';
import { Flights, TICK_MS, type Shot } from './flights.ts';
import { Ground } from './ground.ts';
import { Numbers } from './numbers.ts';
import { Pads } from './pads.ts';
import { Rays } from './rays.ts';
import { Shake } from './shake.ts';
import { sizeOf } from './units.ts';

const NIGHT = 0x0a1411;

/** What a picture is drawn of. */
export interface Moment {
  readonly state: Arena;
  readonly own: OwnSight | undefined;
  /** Whom the camera follows; it stays where it is when there is nobody. */
  readonly follow: number | undefined;
  /** A share of the furthest look ahead. */
  readonly aheadX: number;
  readonly aheadY: number;
  readonly localMs: number;
  readonly passedMs: number;
}

/** What the picture tells while it is drawn, so that it can be heard too. Pixels of the map. */
export interface StageEvents extends FigureEvents {
  onShot(seat: number, x: number, y: number): void;
  onWall(x: number, y: number): void;
}

export class Stage {
  readonly camera = new Camera();
  readonly effects: Effects;
  readonly shake: Shake;
  readonly rays: Rays;
  readonly numbers = new Numbers();
  readonly figures: Figures;
  map: ArenaMap | undefined;

  readonly #renderer: WebGLRenderer;
  readonly #fineness: Fineness;
  readonly #source: { destroy(): void };
  readonly #atlas: Atlas;
  readonly #realTime: RealTime;
  readonly #root = new Container();
  readonly #world = new Container();
  readonly #below = new Container();
  readonly #between = new Container();
  readonly #above = new Container();
  readonly #glow: Brush;
  readonly #matter: Brush;
  readonly #lights: Brush;
  readonly #flights: Flights;
  #ground: Ground | undefined;
  #pads: Pads | undefined;
  #scene = '';
  #state: Arena | undefined;
  #own: OwnSight | undefined;

  /** Opens a picture on a canvas. */
  static async open(canvas: HTMLCanvasElement, realTime: RealTime, events: StageEvents, calm: boolean): Promise<Stage> {
    const renderer = new WebGLRenderer();
    const strong = hasGraphicsCard();
    const fineness = new Fineness(devicePixelRatio, strong);
    await renderer.init({
      canvas,
      antialias: strong,
      autoDensity: true,
      backgroundColor: NIGHT,
      powerPreference: 'high-performance',
      resolution: fineness.value,
      skipExtensionImports: true,
    });
    return new Stage(renderer, fineness, realTime, events, calm);
  }

  private constructor(
    renderer: WebGLRenderer,
    fineness: Fineness,
    realTime: RealTime,
    events: StageEvents,
    calm: boolean,
  ) {
    this.#renderer = renderer;
    this.#fineness = fineness;
    this.#realTime = realTime;
    const { atlas, source } = paintAtlas();
    this.#atlas = atlas;
    this.#source = source;
    this.effects = new Effects(atlas, calm);
    this.shake = new Shake(calm);
    this.rays = new Rays(atlas);
    this.figures = new Figures(atlas, realTime, events);
    this.#glow = new Brush(atlas.dot, 420, 'add');
    this.#matter = new Brush(atlas.dot, 260, 'normal');
    this.#lights = new Brush(atlas.dot, 700, 'add');
    this.#flights = new Flights(atlas, {
      colourOf: (seat) => this.colourOf(seat),
      touches: (x, y, seat, reach) => this.figures.touching(x, y, seat, reach) >= 0,
      onFired: (seat, x, y, angle) => {
        this.effects.muzzle(x, y, angle, this.colourOf(seat));
        this.figures.at(seat)?.kick();
        events.onShot(seat, x, y);
      },
      onWall: (x, y, angle, seat) => {
        this.effects.chips(x, y, angle, this.colourOf(seat));
        events.onWall(x, y);
      },
    });
    const { container: glow } = this.#glow;
    const { container: matter } = this.#matter;
    this.#between.addChild(this.figures.view, matter, glow);
    this.#world.addChild(this.#below, this.#between, this.#above, this.#lights.container);
    this.#root.addChild(this.#world, this.figures.tags, this.numbers.view);
  }

  resize(width: number, height: number): void {
    this.#renderer.resize(Math.max(1, width), Math.max(1, height), this.#fineness.value);
    this.camera.resize(width, height);
  }

  colourOf(seat: number): number {
    const fighter = this.#state?.fighters[seat];
    return colourOf(this.#state?.mode ?? 'free', seat, fighter?.team ?? 0, this.#own?.seat === seat);
  }

  /** One's own shot, as soon as it is fired. */
  fire(shot: Shot, localMs: number): void {
    if (this.map) this.#flights.fire(shot, this.map, localMs);
  }

  ray(x: number, y: number, toX: number, toY: number): void {
    this.rays.add(x, y, toX, toY, RAIL_COLOUR, this.effects);
  }

  /** Where the machine does not keep up, the picture gets coarser. */
  keepUp(passedMs: number, picturesPerSecond: number): void {
    if (this.#fineness.pass(passedMs, picturesPerSecond)) this.resize(this.camera.width, this.camera.height);
  }

  draw({ state, own, follow, aheadX, aheadY, localMs, passedMs }: Moment): void {
    this.#state = state;
    this.#own = own;
    const map = this.#lay(state);
    if (!map) return;
    this.#glow.begin();
    this.#matter.begin();
    this.#lights.begin();
    this.figures.draw(state, own, this.effects, passedMs);
    const shownAt = this.#realTime.shownAt();
    this.#seeBullets(state, map, own?.seat);
    this.#flights.draw(this.#glow, shownAt / TICK_MS, localMs, passedMs);
    this.rays.draw(this.#glow, passedMs);
    this.effects.draw(this.#lights, this.#matter, passedMs);
    const matchNow = this.#realTime.matchNow();
    this.#pads?.draw((index) => padShare(state, index, matchNow), passedMs);
    this.#glow.end();
    this.#matter.end();
    this.#lights.end();

    const { camera, shake } = this;
    const followed = follow === undefined ? undefined : this.figures.at(follow);
    const [x, y] = followed?.shown || followed?.x ? [followed.x, followed.y] : [camera.x, camera.y];
    camera.follow(x, y, aheadX, aheadY, passedMs);
    shake.pass(passedMs);
    this.#world.scale.set(camera.zoom);
    this.#world.position.set(
      camera.width / 2 - camera.x * camera.zoom + shake.x,
      camera.height / 2 - camera.y * camera.zoom + shake.y,
    );
    this.#ground?.look(camera.x, camera.y);
    this.figures.drawTags(state, own?.seat, camera);
    this.numbers.draw(camera, passedMs);
    this.#renderer.render(this.#root);
  }

  destroy(): void {
    this.figures.destroy();
    this.numbers.destroy();
    this.#ground?.destroy();
    this.#pads?.destroy();
    this.#root.destroy({ children: true });
    // It draws particles from the atlas, and lets go of it only now.
    this.#renderer.destroy();
    for (const texture of Object.values(this.#atlas)) texture.destroy();
    this.#source.destroy();
  }

  /** Whoever is in sight has bullets on their way. */
  #seeBullets({ fighters }: Arena, map: ArenaMap, own: number | undefined): void {
    for (const fighter of fighters) {
      const body: Body | undefined = fighter.body;
      if (!body) continue;
      for (const bullet of body.bullets.values()) this.#flights.see(bullet, map, bullet.seat === own);
    }
  }

  /** The ground of the map that is played now. */
  #lay(state: Arena): ArenaMap | undefined {
    const scene = `${state.map} ${state.mode}`;
    if (scene === this.#scene) return this.map;
    const map = state.map === '' ? undefined : mapNamed(state.map);
    if (!map) return undefined;
    this.#scene = scene;
    this.map = map;
    this.#ground?.destroy();
    this.#pads?.destroy();
    this.#flights.clear();
    this.#ground = new Ground(map, state.mode === 'teams');
    this.#pads = new Pads(map, this.#atlas);
    this.#below.addChild(this.#ground.below, this.#pads.view);
    this.#above.addChild(this.#ground.above);
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
