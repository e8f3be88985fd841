/** What flies and what hits. Shots are judged where their shooters saw the others. */
import { AIM_X, AIM_Y } from './directions.ts';
import { areTeammates, scoreKill, applyDamage } from './fighters.ts';
import { reachOfBullet, reachOfRay } from './projectiles.ts';
import { BLASTER, DASH, FIGHTER, RAILGUN } from './constants.ts';
import type { ArenaMap } from './map.ts';
import type { PositionHistory } from './position-history.ts';
import type { ArenaRoom } from './spec.ts';
import { Bullet, type Arena, type Body, type Fighter } from './state.ts';
import type { Fired } from './step.ts';
import type { CombatEvents } from './combat-events.ts';

/** A shot of this tick: what it was fired with, from where, and how far behind its shooter saw the others. */
export interface Shot {
  seat: number;
  weapon: Fired;
  number: number;
  x: number;
  y: number;
  aim: number;
  seenMsAgo: number;
}

/** A bullet on its way, and how far it can come. */
interface LiveBullet {
  readonly bullet: Bullet;
  readonly reach: number;
}

/** Calls `see` with every bullet that is on its way, as far as they are visible here. */
export function eachBullet(state: Arena, see: (bullet: Bullet) => void): void {
  for (const { body } of state.fighters) {
    // A client has no bodies of those who are out of its sight.
    if ((body as Body | undefined) !== undefined && body.bullets.size > 0) body.bullets.forEach(see);
  }
}

/** Whoever is farther than this from where a bullet was a tick ago has not met it since: it has flown, and they may have dashed. */
const NEAR_BULLET = FIGHTER.radius + BLASTER.radius + BLASTER.speed + 2 * DASH.speed;

export class Weapons {
  readonly #room: ArenaRoom;
  readonly #map: ArenaMap;
  readonly #fighters: readonly Fighter[];
  readonly #positions: PositionHistory;
  readonly #events: CombatEvents;
  /** The oldest first. */
  readonly #bullets: LiveBullet[] = [];
  readonly #place = { x: 0, y: 0 };
  readonly #placeBefore = { x: 0, y: 0 };
  /** How far along the last ray it was that somebody was hit. */
  #hitAt = 0;

  constructor(
    room: ArenaRoom,
    map: ArenaMap,
    fighters: readonly Fighter[],
    positions: PositionHistory,
    events: CombatEvents,
  ) {
    this.#room = room;
    this.#map = map;
    this.#fighters = fighters;
    this.#positions = positions;
    this.#events = events;
    eachBullet(room.state, (bullet) => this.#bullets.push(this.#liveBullet(bullet)));
    this.#bullets.sort((one, other) => one.bullet.born - other.bullet.born);
  }

  /** Lets a shot of this tick go off. */
  fire(shot: Shot): void {
    if (shot.weapon === 'railgun') this.#fireRay(shot);
    else this.#fireBullet(shot);
  }

  /** Moves all bullets on by a tick. */
  moveBullets(): void {
    let kept = 0;
    for (const live of this.#bullets) {
      if (this.#moveBullet(live)) this.#bullets[kept++] = live;
      else this.#fighters[live.bullet.seat]?.body.bullets.delete(String(live.bullet.shot));
    }
    this.#bullets.length = kept;
  }

  /** Takes away the bullets of a seat whose player has left. */
  removeBullets(seat: number): void {
    this.#fighters[seat]?.body.bullets.clear();
    const kept = this.#bullets.filter(({ bullet }) => bullet.seat !== seat);
    this.#bullets.splice(0, Infinity, ...kept);
  }

  #fireBullet({ seat, number, x, y, aim, seenMsAgo }: Shot): void {
    const bullet = new Bullet();
    bullet.seat = seat;
    bullet.shot = number;
    bullet.x = x;
    bullet.y = y;
    bullet.aim = aim;
    bullet.born = this.#room.tick;
    bullet.seenMsAgo = seenMsAgo;
    this.#fighters[seat]?.body.bullets.set(String(number), bullet);
    this.#bullets.push(this.#liveBullet(bullet));
  }

  #liveBullet(bullet: Bullet): LiveBullet {
    return { bullet, reach: reachOfBullet(this.#map, bullet.x, bullet.y, bullet.aim) };
  }

  #moveBullet({ bullet, reach }: LiveBullet): boolean {
    const to = (this.#room.tick - bullet.born) * BLASTER.speed;
    if (to <= 0) return true;
    const from = to - BLASTER.speed;
    const hit = this.#firstInPath(bullet, from, Math.min(1, (reach - from) / BLASTER.speed));
    if (hit >= 0) this.#hurt(hit, bullet, BLASTER.damage, 'blaster');
    return hit < 0 && to < reach;
  }

  #fireRay(shot: Shot): void {
    const reach = reachOfRay(this.#map, shot.x, shot.y, shot.aim);
    const hit = this.#firstOnRay(shot, reach);
    this.#events.ray(shot, hit < 0 ? reach : this.#hitAt);
    if (hit >= 0) this.#hurt(hit, shot, RAILGUN.damage, 'railgun');
  }

  /** Who is hit first by a ray: a seat, or −1. */
  #firstOnRay({ seat: shooter, x, y, aim, seenMsAgo }: Shot, reach: number): number {
    const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
    const place = this.#place;
    let found = -1;
    let nearest = Infinity;
    for (let seat = 0; seat < this.#fighters.length; seat += 1) {
      if (!this.#positions.at(seat, seenMsAgo, place)) continue;
      const [toX, toY] = [place.x - x, place.y - y];
      const along = Math.min(Math.max(toX * dx + toY * dy, 0), reach);
      if (along >= nearest || !isWithin(toX - dx * along, toY - dy * along, FIGHTER.radius)) continue;
      if (this.#mayHit(shooter, seat)) [found, nearest] = [seat, along];
    }
    this.#hitAt = nearest;
    return found;
  }

  /**
   * Whom a bullet meets first within a tick, in which they walk on as well: a seat, or −1.
   *
   * @param from how far it has come before
   * @param part of the tick that it flies for
   */
  #firstInPath({ seat: shooter, x, y, aim, seenMsAgo }: Bullet, from: number, part: number): number {
    const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
    const [now, before] = [this.#place, this.#placeBefore];
    let found = -1;
    let first = Infinity;
    for (let seat = 0; seat < this.#fighters.length; seat += 1) {
      if (!this.#positions.at(seat, seenMsAgo, now)) continue;
      const toX = now.x - x - dx * from;
      const toY = now.y - y - dy * from;
      if (!isWithin(toX, toY, NEAR_BULLET)) continue;
      // Who was not there yet has not come from anywhere.
      if (!this.#positions.at(seat, seenMsAgo, before, 1)) Object.assign(before, now);
      const [offX, offY] = [toX - now.x + before.x, toY - now.y + before.y];
      const [byX, byY] = [now.x - before.x - dx * BLASTER.speed, now.y - before.y - dy * BLASTER.speed];
      const square = byX * byX + byY * byY;
      const at = square === 0 ? 0 : Math.min(Math.max(-(offX * byX + offY * byY) / square, 0), part);
      if (at >= first || !isWithin(offX + byX * at, offY + byY * at, FIGHTER.radius + BLASTER.radius)) continue;
      if (this.#mayHit(shooter, seat)) [found, first] = [seat, at];
    }
    return found;
  }

  #mayHit(shooter: number, seat: number): boolean {
    const [by, target] = [this.#fighters[shooter], this.#fighters[seat]];
    if (shooter === seat || by === undefined || target === undefined) return false;
    return target.alive && !target.body.safe && !areTeammates(this.#room.state, by, target);
  }

  #hurt(seat: number, { seat: by }: { readonly seat: number }, damage: number, weapon: 'blaster' | 'railgun'): void {
    const { phase } = this.#room.state;
    const fighter = this.#fighters[seat];
    if (fighter === undefined || (phase !== 'fight' && phase !== 'sudden')) return;
    this.#events.hurt(seat, by, damage, weapon);
    if (applyDamage(fighter, damage)) scoreKill(this.#room, by, seat, weapon);
  }
}

function isWithin(x: number, y: number, distance: number): boolean {
  return x * x + y * y < distance * distance;
}
