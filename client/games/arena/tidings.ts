/** What befalls fighters, turned into what is seen and heard: notices of the game, deaths, and the count before a round. */
import type { Arena, Phase } from '../../../shared/games/arena/state.ts';
import type { Connection } from '../../connection/connection.ts';
import type { RealTime } from '../../connection/real-time.ts';
import { HURT_COLOUR, PAD_COLOURS, RAIL_COLOUR } from './colours.ts';
import type { Ears } from './ears.ts';
import type { Glance } from './glance.ts';
import { isHurt, isRay, isTaken, type HurtNotice, type RayNotice } from './notices.ts';
import { Later } from './picture/later.ts';
import type { Stage } from './picture/stage.ts';
import { pixels } from './picture/units.ts';

const HURT_FADES_MS = 520;

type News = { kind: 'ray'; ray: RayNotice } | { kind: 'hurt'; hurt: HurtNotice };

export class Tidings {
  readonly #connection: Connection;
  readonly #realTime: RealTime;
  readonly #stage: Stage;
  readonly #ears: Ears;
  readonly #glance: Glance;
  readonly #later = new Later<News>();
  readonly #stop: () => void;
  #phase: Phase | undefined;
  #second = 0;

  constructor(connection: Connection, realTime: RealTime, stage: Stage, ears: Ears, glance: Glance) {
    this.#connection = connection;
    this.#realTime = realTime;
    this.#stage = stage;
    this.#ears = ears;
    this.#glance = glance;
    this.#stop = connection.onNotice((type, data) => this.#hear(type, data));
    ears.onFall = (seat, x, y) => this.#fall(seat, x, y);
    ears.onCome = (seat, x, y) => stage.effects.arrival(x, y, stage.colourOf(seat));
  }

  /** In units. */
  ownRay(x: number, y: number, toX: number, toY: number): void {
    this.#showRay({ seat: this.#connection.seat ?? -1, x, y, toX, toY });
    this.#stage.shake.add(0.32);
  }

  pass(state: Arena, passedMs: number): void {
    this.#glance.hurt = Math.max(0, this.#glance.hurt - passedMs / HURT_FADES_MS);
    this.#later.take(this.#realTime.shownAt(), (news) => {
      if (news.kind === 'ray') this.#showRay(news.ray);
      else this.#showHurt(news.hurt);
    });
    this.#count(state);
  }

  destroy(): void {
    this.#stop();
  }

  #hear(type: string, data: unknown): void {
    const me = this.#connection.seat;
    // It was so on the server half a way ago, and others are drawn as they were then or before.
    const at = this.#realTime.matchNow() - this.#realTime.figures.rttMs / 2;
    if (type === 'ray' && isRay(data)) {
      if (data.seat !== me) this.#later.put(at, { kind: 'ray', ray: data });
    } else if (type === 'hurt' && isHurt(data)) {
      if (data.seat === me || data.by === me) this.#showHurt(data);
      else this.#later.put(at, { kind: 'hurt', hurt: data });
    } else if (type === 'taken' && isTaken(data)) {
      this.#take(data.pad);
    }
  }

  #showRay({ seat, x, y, toX, toY }: RayNotice): void {
    const stage = this.#stage;
    stage.ray(pixels(x), pixels(y), pixels(toX), pixels(toY));
    stage.effects.muzzle(pixels(x), pixels(y), Math.atan2(toY - y, toX - x), RAIL_COLOUR);
    stage.figures.at(seat)?.kick();
    this.#ears.at('rail', pixels(x), pixels(y), 0.9);
  }

  #showHurt({ seat, by, damage, x, y, weapon }: HurtNotice): void {
    const stage = this.#stage;
    const me = this.#connection.seat;
    const victim = stage.figures.at(seat);
    const shooter = stage.figures.at(by);
    // A hit shows where its victim is drawn.
    const [atX, atY] = victim?.shown ? [victim.x, victim.y] : [pixels(x), pixels(y)];
    const angle = shooter ? Math.atan2(atY - shooter.y, atX - shooter.x) : 0;
    const strong = weapon === 'railgun';
    stage.effects.hit(atX, atY, angle, seat === me ? HURT_COLOUR : stage.colourOf(by), strong);
    victim?.flash();
    if (seat === me) {
      this.#glance.hurt = Math.min(1, this.#glance.hurt + damage / 45);
      stage.shake.add(Math.min(0.7, 0.2 + damage / 110));
      this.#ears.here('hurt', 0.9);
    } else if (by === me) {
      stage.numbers.add(atX, atY, Math.round(damage), strong);
      this.#ears.here('hit', 0.8);
    } else {
      this.#ears.at('hit', atX, atY, 0.35);
    }
  }

  #fall(seat: number, x: number, y: number): void {
    const stage = this.#stage;
    stage.effects.explosion(x, y, stage.colourOf(seat));
    const near = Math.max(0, 1 - Math.hypot(x - stage.camera.x, y - stage.camera.y) / 700);
    stage.shake.add(seat === this.#connection.seat ? 1 : 0.55 * near);
  }

  #take(pad: number): void {
    const place = this.#stage.map?.pads[pad];
    if (!place) return;
    this.#stage.effects.pickup(pixels(place.x), pixels(place.y), PAD_COLOURS[place.kind]);
    this.#ears.at('pickup', pixels(place.x), pixels(place.y));
  }

  /** The last three seconds before a fight are heard, and its beginning. */
  #count({ phase, deadline }: Arena): void {
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'countdown') {
      const second = Math.ceil((deadline - this.#realTime.matchNow()) / 1_000);
      if (second !== this.#second && second >= 1 && second <= 3) this.#ears.here('count', 0.7);
      this.#second = second;
    } else if (phase !== before && before !== undefined) {
      if (phase === 'fight' || phase === 'sudden') this.#ears.here('fight', 0.8);
      if (phase === 'podium') this.#ears.here('kill', 0.8);
    }
  }
}
