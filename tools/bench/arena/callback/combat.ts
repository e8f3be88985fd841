/** Bullets and rays of the callback room, with Colyseus's own lag compensation. */
import { RewindView, type Rewind } from 'colyseus';
import { AIM_X, AIM_Y } from '../../../../shared/games/arena/directions.ts';
import { areTeammates, applyDamage } from '../../../../shared/games/arena/fighters.ts';
import { reachOfBullet, reachOfRay } from '../../../../shared/games/arena/projectiles.ts';
import { BLASTER, DASH, FIGHTER, RAILGUN, TICK_RATE } from '../../../../shared/games/arena/constants.ts';
import type { ArenaMap } from '../../../../shared/games/arena/map.ts';
import { Bullet, type Arena } from '../../../../shared/games/arena/state.ts';
import type { CallbackSeat } from './seat.ts';
import { isNear } from './sight.ts';

type Weapon = 'blaster' | 'railgun';

interface Shot {
  readonly by: CallbackSeat;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  /** How far back lag compensation goes for this shot. */
  readonly seenMsAgo: number;
}

interface Flight extends Shot {
  readonly bullet: Bullet;
  readonly reach: number;
}

const PLACE = ['x', 'y'] as const;
const TICK_MS = 1_000 / TICK_RATE;
/** A fighter farther than this from a bullet's last position cannot be hit in this tick. */
const NEAR_BULLET = FIGHTER.radius + BLASTER.radius + BLASTER.speed + 2 * DASH.speed;

export class Combat {
  map: ArenaMap;
  readonly #state: Arena;
  readonly #seats: readonly CallbackSeat[];
  readonly #rewind: Rewind;
  readonly #killed: (by: CallbackSeat, victim: CallbackSeat, weapon: Weapon) => void;
  #flights: Flight[] = [];
  readonly #place = { x: 0, y: 0 };
  readonly #placeBefore = { x: 0, y: 0 };
  readonly #before = new RewindView();

  constructor(
    state: Arena,
    seats: readonly CallbackSeat[],
    map: ArenaMap,
    rewind: Rewind,
    killed: (by: CallbackSeat, victim: CallbackSeat, weapon: Weapon) => void,
  ) {
    this.#state = state;
    this.#seats = seats;
    this.map = map;
    this.#rewind = rewind;
    this.#killed = killed;
  }

  fire(by: CallbackSeat, weapon: Weapon, aim: number, seenMsAgo: number, tick: number): void {
    const { x, y, shots } = by.body;
    if (weapon === 'railgun') {
      this.#fireRay({ by, x, y, aim, seenMsAgo });
      return;
    }
    const bullet = new Bullet().assign({ seat: by.number, shot: shots, x, y, aim, born: tick, seenMsAgo });
    by.body.bullets.set(String(shots), bullet);
    this.#flights.push({ by, x, y, aim, seenMsAgo, bullet, reach: reachOfBullet(this.map, x, y, aim) });
  }

  fly(tick: number): void {
    this.#flights = this.#flights.filter((flight) => {
      if (this.#advance(flight, tick)) return true;
      flight.by.body.bullets.delete(String(flight.bullet.shot));
      return false;
    });
  }

  forget(seat: CallbackSeat): void {
    seat.body.bullets.clear();
    this.#flights = this.#flights.filter(({ by }) => by !== seat);
  }

  clear(): void {
    for (const { body } of this.#seats) body.bullets.clear();
    this.#flights = [];
  }

  /** Sends an event to all clients near a line, and to the one who caused it. */
  tell(type: string, data: object, by: CallbackSeat, x: number, y: number, aim: number, length: number): void {
    for (const seat of this.#seats) {
      if (seat.client !== undefined && (seat === by || isNear(seat, x, y, aim, length))) seat.client.send(type, data);
    }
  }

  #advance(flight: Flight, tick: number): boolean {
    const { bullet, reach } = flight;
    const to = (tick - bullet.born) * BLASTER.speed;
    if (to <= 0) return true;
    const from = to - BLASTER.speed;
    const hit = this.#firstHit(flight, from, Math.min(1, (reach - from) / BLASTER.speed));
    if (hit !== undefined) this.#damage(hit, flight.by, BLASTER.damage, 'blaster');
    return hit === undefined && to < reach;
  }

  #fireRay(shot: Shot): void {
    const { by, x, y, aim } = shot;
    const reach = reachOfRay(this.map, x, y, aim);
    const hit = this.#trace(shot, reach);
    const length = hit?.along ?? reach;
    const toX = Math.round(x + (AIM_X[aim] ?? 0) * length);
    const toY = Math.round(y + (AIM_Y[aim] ?? 0) * length);
    this.tell('ray', { seat: by.number, x, y, toX, toY }, by, x, y, aim, length);
    if (hit !== undefined) this.#damage(hit.seat, by, RAILGUN.damage, 'railgun');
  }

  /** The first fighter on a ray. */
  #trace(shot: Shot, reach: number): { seat: CallbackSeat; along: number } | undefined {
    const seen = this.#rewind.at(this.#rewind.lastRecordedAt - shot.seenMsAgo);
    const [dx, dy] = [AIM_X[shot.aim] ?? 0, AIM_Y[shot.aim] ?? 0];
    let found: CallbackSeat | undefined;
    let nearest = Infinity;
    for (const seat of this.#seats) {
      if (!this.#mayHit(shot.by, seat)) continue;
      const place = seen.read(seat.body, PLACE, this.#place);
      const [toX, toY] = [place.x - shot.x, place.y - shot.y];
      const along = Math.min(Math.max(toX * dx + toY * dy, 0), reach);
      if (along >= nearest || !isWithin(toX - dx * along, toY - dy * along, FIGHTER.radius)) continue;
      found = seat;
      nearest = along;
    }
    return found && { seat: found, along: nearest };
  }

  /**
   * The first fighter that a bullet hits in this tick. Both move: it solves for the closest approach.
   *
   * @param part of the tick during which the bullet flies
   */
  #firstHit(shot: Shot, from: number, part: number): CallbackSeat | undefined {
    const at = this.#rewind.lastRecordedAt - shot.seenMsAgo;
    const seen = this.#rewind.at(at);
    const seenBefore = this.#rewind.at(at - TICK_MS, this.#before);
    const [dx, dy] = [AIM_X[shot.aim] ?? 0, AIM_Y[shot.aim] ?? 0];
    let found: CallbackSeat | undefined;
    let first = Infinity;
    for (const seat of this.#seats) {
      if (!this.#mayHit(shot.by, seat)) continue;
      const now = seen.read(seat.body, PLACE, this.#place);
      const [toX, toY] = [now.x - shot.x - dx * from, now.y - shot.y - dy * from];
      if (!isWithin(toX, toY, NEAR_BULLET)) continue;
      const before = seenBefore.read(seat.body, PLACE, this.#placeBefore);
      const [offX, offY] = [toX - now.x + before.x, toY - now.y + before.y];
      const [byX, byY] = [now.x - before.x - dx * BLASTER.speed, now.y - before.y - dy * BLASTER.speed];
      const square = byX * byX + byY * byY;
      const moment = square === 0 ? 0 : Math.min(Math.max(-(offX * byX + offY * byY) / square, 0), part);
      if (moment >= first) continue;
      if (!isWithin(offX + byX * moment, offY + byY * moment, FIGHTER.radius + BLASTER.radius)) continue;
      found = seat;
      first = moment;
    }
    return found;
  }

  #mayHit(by: CallbackSeat, { client, fighter, body }: CallbackSeat): boolean {
    if (client === undefined || fighter === by.fighter) return false;
    return fighter.alive && !body.safe && !areTeammates(this.#state, by.fighter, fighter);
  }

  #damage(seat: CallbackSeat, by: CallbackSeat, damage: number, weapon: Weapon): void {
    const { phase } = this.#state;
    if (phase !== 'fight' && phase !== 'sudden') return;
    const { x, y } = seat.body;
    this.tell('hurt', { seat: seat.number, by: by.number, damage, x, y, weapon }, by, x, y, 0, 0);
    if (applyDamage(seat.fighter, damage)) this.#killed(by, seat, weapon);
  }
}

function isWithin(x: number, y: number, distance: number): boolean {
  return x * x + y * y < distance * distance;
}
