/** Bullets on their way. Those of others are where they were when the others were as they are shown; one's own are ahead, with their shooter. */
import { BLASTER, FIGHTER, TICK_RATE } from '../../../../shared/games/arena/constants.ts';
import { bulletAt, reachOfBullet, type MutablePoint } from '../../../../shared/games/arena/projectiles.ts';
import type { ArenaMap } from '../../../../shared/games/arena/map.ts';
import { angleOf } from '../controls/directions.ts';
import type { Atlas } from './atlas.ts';
import type { SpriteBatch } from './sprite-batch.ts';
import { pixels } from './units.ts';

export const TICK_MS = 1_000 / TICK_RATE;
/** The mouth of a gun is so far from the middle, in units. */
const MUZZLE = 230;
/** A bullet that the server has taken away flies on for so long until it meets what stopped it. */
const LINGER_MS = 220;
/** The server knows of one's own bullet after so long, or never. */
const UNCONFIRMED_MS = 900;
const HIT_DISTANCE = FIGHTER.radius + BLASTER.radius;

/** A bullet as it is fired, in units of the game. */
export interface FiredBullet {
  readonly seat: number;
  readonly shot: number;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
}

/** What the flights ask for, and tell. */
export interface BulletCallbacks {
  colourOf(seat: number): number;
  /** Whether somebody other than the shooter is drawn there; units. */
  touches(x: number, y: number, seat: number, reach: number): boolean;
  /** It leaves the gun. Pixels, radians. */
  onFired(seat: number, x: number, y: number, angle: number): void;
  /** It ends at a wall. */
  onWall(x: number, y: number, angle: number, seat: number): void;
}

interface DrawnBullet {
  seat: number;
  shot: number;
  x: number;
  y: number;
  aim: number;
  /** How far it flies, in units. */
  reach: number;
  /** In ticks; for one's own in local ms. */
  born: number;
  own: boolean;
  fired: boolean;
  /** The server has it, in this picture. */
  seen: boolean;
  /** The server has had it. */
  known: boolean;
  ended: boolean;
  goneForMs: number;
}

/** How far a bullet has flown: `undefined` before its birth and past its reach. In units. */
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

  /** The player's own prediction has fired. */
  fire(shot: FiredBullet, map: ArenaMap, localMs: number): void {
    const bullet = this.#add(keyOf(shot, true), shot, map);
    bullet.own = true;
    bullet.born = localMs;
  }

  /** The server has this bullet. `predicted`: its shooter's client draws it already. */
  confirm(shot: FiredBullet & { readonly born: number }, map: ArenaMap, predicted: boolean): void {
    const key = keyOf(shot, predicted);
    let bullet = this.#bullets.get(key);
    if (!bullet) {
      // One that was not foreseen is drawn as others' are.
      bullet = this.#add(key, shot, map);
      bullet.born = shot.born;
    }
    bullet.seen = true;
    bullet.known = true;
    bullet.goneForMs = 0;
  }

  /**
   * @param shownTick the time of others, in ticks
   * @param localMs one's own
   */
  draw(batch: SpriteBatch, shownTick: number, localMs: number, passedMs: number): void {
    for (const [key, bullet] of this.#bullets) {
      if (!bullet.ended)
        this.#drawOne(bullet, batch, bullet.own ? (localMs - bullet.born) / TICK_MS : shownTick - bullet.born);
      const missing = bullet.known ? !bullet.seen : bullet.own && localMs - bullet.born > UNCONFIRMED_MS;
      if (missing) bullet.goneForMs += passedMs;
      // What has ended stays until the server has taken it away, so that it does not begin anew.
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

const BLANK: DrawnBullet = {
  seat: 0,
  shot: 0,
  x: 0,
  y: 0,
  aim: 0,
  reach: 0,
  born: 0,
  own: false,
  fired: false,
  seen: false,
  known: false,
  ended: false,
  goneForMs: 0,
};

/** A number for each bullet; what is drawn by prediction has numbers of its own. */
function keyOf({ seat, shot }: FiredBullet, own: boolean): number {
  return ((own ? 0x100 : seat) << 16) | shot;
}
