/** Turns notices, deaths and the countdown into visual effects and sounds. */
import type { Arena, Phase } from '../../../shared/games/arena/state.ts';
import { msLeft } from '../../../shared/runtime/pieces/countdown.ts';
import type { TableOfArena } from './table-of-arena.ts';
import type { RealTime } from '../../connection/real-time.ts';
import { HURT_COLOUR, PAD_COLOURS, RAIL_COLOUR } from './colours.ts';
import type { SpatialAudio } from './sound/spatial-audio.ts';
import type { HudModel } from './hud/hud-model.ts';
import type { HurtNotice, RayNotice } from './notices.ts';
import { DelayedEvents } from './render/delayed-events.ts';
import type { Renderer } from './render/renderer.ts';
import { pixels } from './render/units.ts';

const HURT_FADES_MS = 520;

type DelayedNotice = { kind: 'ray'; ray: RayNotice } | { kind: 'hurt'; hurt: HurtNotice };

export class EventEffects {
  readonly #table: TableOfArena;
  readonly #realTime: RealTime;
  readonly #renderer: Renderer;
  readonly #audio: SpatialAudio;
  readonly #hud: HudModel;
  readonly #delayed = new DelayedEvents<DelayedNotice>();
  readonly #stops: readonly (() => void)[];
  #phase: Phase | undefined;
  #second = 0;

  constructor(table: TableOfArena, realTime: RealTime, renderer: Renderer, audio: SpatialAudio, hud: HudModel) {
    this.#table = table;
    this.#realTime = realTime;
    this.#renderer = renderer;
    this.#audio = audio;
    this.#hud = hud;
    this.#stops = [
      table.on('ray', (ray) => this.#onRay(ray)),
      table.on('hurt', (hurt) => this.#onHurt(hurt)),
      table.on('taken', ({ pad }) => this.#onPadTaken(pad)),
    ];
    audio.onDeathHeard = (seat, x, y) => this.#onDeath(seat, x, y);
    audio.onArrivalHeard = (seat, x, y) => renderer.effects.arrival(x, y, renderer.colourOf(seat));
  }

  /** In units. */
  ownRay(x: number, y: number, toX: number, toY: number): void {
    this.#showRay({ seat: this.#table.seat ?? -1, x, y, toX, toY });
    this.#renderer.shake.add(0.32);
  }

  update(state: Arena, passedMs: number): void {
    this.#hud.hurt = Math.max(0, this.#hud.hurt - passedMs / HURT_FADES_MS);
    this.#delayed.takeDue(this.#realTime.renderTime(), (notice) => {
      if (notice.kind === 'ray') this.#showRay(notice.ray);
      else this.#showHurt(notice.hurt);
    });
    this.#playCountdown(state);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #onRay(ray: RayNotice): void {
    if (ray.seat !== this.#table.seat) this.#delayed.add(this.#happenedAt(), { kind: 'ray', ray });
  }

  #onHurt(hurt: HurtNotice): void {
    const me = this.#table.seat;
    if (hurt.seat === me || hurt.by === me) this.#showHurt(hurt);
    else this.#delayed.add(this.#happenedAt(), { kind: 'hurt', hurt });
  }

  /** A notice that comes now is of half a round trip ago; others are drawn with a delay, so what it shows may have to wait. */
  #happenedAt(): number {
    return this.#realTime.matchNow() - this.#realTime.stats.rttMs / 2;
  }

  #showRay({ seat, x, y, toX, toY }: RayNotice): void {
    const renderer = this.#renderer;
    renderer.ray(pixels(x), pixels(y), pixels(toX), pixels(toY));
    renderer.effects.muzzle(pixels(x), pixels(y), Math.atan2(toY - y, toX - x), RAIL_COLOUR);
    renderer.fighters.at(seat)?.kick();
    this.#audio.playAt('rail', pixels(x), pixels(y), 0.9);
  }

  #showHurt({ seat, by, damage, x, y, weapon }: HurtNotice): void {
    const renderer = this.#renderer;
    const me = this.#table.seat;
    const victim = renderer.fighters.at(seat);
    const shooter = renderer.fighters.at(by);
    // A hit is drawn where its victim is drawn.
    const [atX, atY] = victim?.shown ? [victim.x, victim.y] : [pixels(x), pixels(y)];
    const angle = shooter ? Math.atan2(atY - shooter.y, atX - shooter.x) : 0;
    const strong = weapon === 'railgun';
    renderer.effects.hit(atX, atY, angle, seat === me ? HURT_COLOUR : renderer.colourOf(by), strong);
    victim?.flash();
    if (seat === me) {
      this.#hud.hurt = Math.min(1, this.#hud.hurt + damage / 45);
      renderer.shake.add(Math.min(0.7, 0.2 + damage / 110));
      this.#audio.play('hurt', 0.9);
    } else if (by === me) {
      renderer.damageNumbers.add(atX, atY, Math.round(damage), strong);
      this.#audio.play('hit', 0.8);
    } else {
      this.#audio.playAt('hit', atX, atY, 0.35);
    }
  }

  #onDeath(seat: number, x: number, y: number): void {
    const renderer = this.#renderer;
    renderer.effects.explosion(x, y, renderer.colourOf(seat));
    const near = Math.max(0, 1 - Math.hypot(x - renderer.camera.x, y - renderer.camera.y) / 700);
    renderer.shake.add(seat === this.#table.seat ? 1 : 0.55 * near);
  }

  #onPadTaken(pad: number): void {
    const place = this.#renderer.map?.pads[pad];
    if (!place) return;
    this.#renderer.effects.pickup(pixels(place.x), pixels(place.y), PAD_COLOURS[place.kind]);
    this.#audio.playAt('pickup', pixels(place.x), pixels(place.y));
  }

  /** Plays a sound for the last three seconds before a fight, and for its start. */
  #playCountdown(arena: Arena): void {
    const { phase } = arena;
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'countdown') {
      const second = Math.ceil(msLeft(arena, this.#realTime.matchNow()) / 1_000);
      if (second !== this.#second && second >= 1 && second <= 3) this.#audio.play('count', 0.7);
      this.#second = second;
    } else if (phase !== before && before !== undefined) {
      if (phase === 'fight' || phase === 'sudden') this.#audio.play('fight', 0.8);
      if (phase === 'podium') this.#audio.play('kill', 0.8);
    }
  }
}
