/** Bullets in flight. Others' bullets are drawn at the same interpolation delay as their shooters; the player's own are predicted. */
import { BLASTER, FIGHTER, TICK_RATE } from '../../../../shared/games/arena/constants.ts';
import { bulletAt, reachOfBullet, type MutablePoint } from '../../../../shared/games/arena/projectiles.ts';
import type { ArenaMap } from '../../../../shared/games/arena/map.ts';
import { angleOf } from '../controls/directions.ts';
import type { Atlas } from './atlas.ts';
import type { SpriteBatch } from './sprite-batch.ts';
import { pixels } from './units.ts';

export const TICK_MS = 1_000 / TICK_RATE;
/** The distance of the muzzle from a fighter's middle, in units. */
const MUZZLE = 230;
/** A bullet that the server has removed is drawn for this long, until it reaches what stopped it. */
const LINGER_MS = 220;
/** A predicted bullet that the server has not confirmed by then never will be. */
const UNCONFIRMED_MS = 900;
const HIT_DISTANCE = FIGHTER.radius + BLASTER.radius;

/** A bullet when it is fired, in units. */
export interface FiredBullet {
  readonly seat: number;
  readonly shot: number;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
}

/** What drawing bullets needs from outside, and reports. */
export interface BulletCallbacks {
  colourOf(seat: number): number;
  /** Whether somebody other than the shooter is drawn there. In units. */
  touches(x: number, y: number, seat: number, reach: number): boolean;
  /** The bullet leaves the muzzle. In pixels and radians. */
  onFired(seat: number, x: number, y: number, angle: number): void;
  /** The bullet hits a wall. */
  onWall(x: number, y: number, angle: number, seat: number): void;
}

/** A bullet as it is drawn, when it has just been added. */
const BLANK = {
  seat: 0,
  shot: 0,
  x: 0,
  y: 0,
  aim: 0,
  /** Its range in units. */
  reach: 0,
  /** In ticks; in local ms if it is predicted. */
  born: 0,
  own: false,
  fired: false,
  /** The server has it in this frame. */
  seen: false,
  /** The server has had it. */
  known: false,
  ended: false,
  goneForMs: 0,
};

type DrawnBullet = typeof BLANK;

/** The distance flown, in units; undefined before it is fired and beyond its range. */
export function distanceFlown(ticks: number, reach: number): number | undefined {
  const distance = BLASTER.speed * ticks;
  return ticks < 0 || distance >= reach ? undefined : distance;
}

export class BulletSprites {
  readonly #bullets = new Map<number, DrawnBullet>();
  readonly #free: DrawnBullet[] = [];
  readonly #atlas: Atlas;
  readonly #callbacks: BulletCallbacks;
  readonly #at: MutablePoint = { x: 0, y: 0 };

  constructor(atlas: Atlas, callbacks: BulletCallbacks) {
    this.#atlas = atlas;
    this.#callbacks = callbacks;
  }

  clear(): void {
    this.#bullets.clear();
  }

  /** Adds a bullet that the player's prediction fired. */
  fire(shot: FiredBullet, map: ArenaMap, localMs: number): void {
    const bullet = this.#add(keyOf(shot, true), shot, map);
    bullet.own = true;
    bullet.born = localMs;
  }

  /** Adds or confirms a bullet of the server's. `predicted`: it is the player's own. */
  confirm(shot: FiredBullet & { readonly born: number }, map: ArenaMap, predicted: boolean): void {
    const key = keyOf(shot, predicted);
    let bullet = this.#bullets.get(key);
    if (!bullet) {
      // The player's own bullets that were not predicted are drawn like others'.
      bullet = this.#add(key, shot, map);
      bullet.born = shot.born;
    }
    bullet.seen = true;
    bullet.known = true;
    bullet.goneForMs = 0;
  }

  /**
   * @param shownTick the tick at which others are drawn
   * @param localMs the time at which the player's own are drawn
   */
  draw(batch: SpriteBatch, shownTick: number, localMs: number, passedMs: number): void {
    for (const [key, bullet] of this.#bullets) {
      if (!bullet.ended)
        this.#drawOne(bullet, batch, bullet.own ? (localMs - bullet.born) / TICK_MS : shownTick - bullet.born);
      const missing = bullet.known ? !bullet.seen : bullet.own && localMs - bullet.born > UNCONFIRMED_MS;
      if (missing) bullet.goneForMs += passedMs;
      // Kept until the server has removed it, so that it is not started again.
      if (bullet.goneForMs > (bullet.ended ? 0 : LINGER_MS)) {
        this.#bullets.delete(key);
        this.#free.push(bullet);
      }
      bullet.seen = false;
    }
  }

  #drawOne(bullet: DrawnBullet, batch: SpriteBatch, ticks: number): void {
    if (ticks < 0) return;
    const callbacks = this.#callbacks;
    const angle = angleOf(bullet.aim);
    const distance = distanceFlown(ticks, bullet.reach);
    if (distance === undefined) {
      bullet.ended = true;
      bulletAt(bullet, bullet.reach / BLASTER.speed, this.#at);
      if (bullet.reach < BLASTER.speed * BLASTER.flightTicks)
        callbacks.onWall(pixels(this.#at.x), pixels(this.#at.y), angle + Math.PI, bullet.seat);
      return;
    }
    const { x, y } = bulletAt(bullet, ticks, this.#at);
    if (!bullet.fired) {
      bullet.fired = true;
      const muzzle = MUZZLE / BLASTER.speed;
      const { x: fromX, y: fromY } = bulletAt(bullet, muzzle, this.#at);
      callbacks.onFired(bullet.seat, pixels(fromX), pixels(fromY), angle);
      bulletAt(bullet, ticks, this.#at);
    }
    if (distance < MUZZLE) return;
    if ((bullet.own || bullet.goneForMs > 0) && callbacks.touches(this.#at.x, this.#at.y, bullet.seat, HIT_DISTANCE)) {
      bullet.ended = true;
      return;
    }
    const colour = callbacks.colourOf(bullet.seat);
    const young = Math.min(1, distance / 900);
    batch.put(this.#atlas.glow, pixels(x), pixels(y), 0, 0.42, 0.42, colour, 0.55);
    batch.put(this.#atlas.bullet, pixels(x), pixels(y), angle, 0.5 + 0.6 * young, 1.05, colour, 1);
    batch.put(this.#atlas.bullet, pixels(x), pixels(y), angle, 0.35 + 0.4 * young, 0.5, 0xffffff, 1);
  }

  #add(key: number, { seat, shot, x, y, aim }: FiredBullet, map: ArenaMap): DrawnBullet {
    const bullet = this.#free.pop() ?? { ...BLANK };
    Object.assign(bullet, BLANK, { seat, shot, x, y, aim });
    bullet.reach = reachOfBullet(map, x, y, aim);
    this.#bullets.set(key, bullet);
    return bullet;
  }
}

/** A key for each bullet; predicted ones have keys of their own. */
function keyOf({ seat, shot }: FiredBullet, own: boolean): number {
  return ((own ? 0x100 : seat) << 16) | shot;
}
