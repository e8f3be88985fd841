/** The invariants of bullets: owner, start and range. */
import {
  BLASTER,
  DASH,
  REWIND_MS,
  reachOfBullet,
  type ArenaMap,
  type Bullet,
} from '../../../../shared/games/arena/index.ts';
import { FRAMES_PER_TICK } from '../../../../shared/runtime/host.ts';
import { Invariants } from '../violations.ts';
import type { ArenaObjects, ArenaSnapshot } from './snapshot.ts';

/** A bullet as it was in its first tick. */
interface Flight {
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  readonly born: number;
  readonly reach: number;
  /** The last tick in which it existed. */
  seen: number;
}

/** How far a shooter can move in the rest of the tick in which it fires. */
const STEP_ASIDE = (FRAMES_PER_TICK - 1) * DASH.speed + 1;

export class BulletInvariants extends Invariants {
  readonly #flights = new Map<Bullet, Flight>();
  #now: ArenaSnapshot | undefined;
  #map: ArenaMap | undefined;
  #seat = 0;
  #isFirst = true;

  check(now: ArenaSnapshot, map: ArenaMap, { bodies }: ArenaObjects): void {
    this.#now = now;
    this.#map = map;
    let count = 0;
    for (let seat = 0; seat < bodies.length; seat += 1) {
      const { bullets } = now.seats[seat]!;
      if (bullets === 0) continue;
      count += bullets;
      this.#seat = seat;
      bodies[seat]!.bullets.forEach(this.#look);
    }
    this.#isFirst = false;
    if (this.#flights.size === count) return;
    for (const [bullet, { seen }] of this.#flights) if (seen !== now.tick) this.#flights.delete(bullet);
  }

  readonly #look = (bullet: Bullet): void => {
    const [now, map] = [this.#now!, this.#map!];
    let flight = this.#flights.get(bullet);
    if (flight === undefined) {
      const { x, y, aim, born } = bullet;
      flight = { x, y, aim, born, reach: reachOfBullet(map, x, y, aim), seen: 0 };
      this.#flights.set(bullet, flight);
      if (!this.#isFirst) this.#checkBirth(bullet, now);
    } else if (
      bullet.x !== flight.x ||
      bullet.y !== flight.y ||
      bullet.aim !== flight.aim ||
      bullet.born !== flight.born
    ) {
      this.violations.add('a bullet never changes course', this.#tell(bullet));
    }
    flight.seen = now.tick;
    const way = (now.tick - flight.born) * BLASTER.speed;
    if (way < 0 || (way > 0 && way >= flight.reach))
      this.violations.add(
        'no bullet flies beyond its range',
        `${this.#tell(bullet)}, reach ${flight.reach}, tick ${now.tick}`,
      );
  };

  #checkBirth(bullet: Bullet, now: ArenaSnapshot): void {
    const { player, shots, x, y } = now.seats[this.#seat]!;
    const [dx, dy] = [bullet.x - x, bullet.y - y];
    const isHere = dx * dx + dy * dy <= STEP_ASIDE * STEP_ASIDE;
    if (player === '' || bullet.seat !== this.#seat || bullet.shot !== shots || bullet.born !== now.tick || !isHere)
      this.violations.add(
        'a bullet starts where and when its owner fires',
        `${this.#tell(bullet)}, ${shots} shots of "${player}" at ${x}, ${y}`,
      );
    if (bullet.seenMsAgo > REWIND_MS)
      this.violations.add('lag compensation is bounded', `${this.#tell(bullet)}: ${bullet.seenMsAgo} ms ago`);
  }

  #tell({ seat, shot, x, y, aim, born }: Bullet): string {
    return `bullet ${shot} of seat ${seat} (among those of ${this.#seat}) from ${x}, ${y} at ${aim}, born in tick ${born}`;
  }
}
