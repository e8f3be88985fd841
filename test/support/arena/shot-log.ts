/**
 * What a player's shots looked like on the own screen, and what the server made of them: each ray and bullet that goes off
 * is judged twice, by what was drawn and by what was told.
 */
import {
  AIM_X,
  AIM_Y,
  BLASTER,
  FIGHTER,
  TICK_RATE,
  mapNamed,
  reachOfBullet,
  reachOfRay,
} from '../../../shared/games/arena/index.ts';

export type Weapon = 'blaster' | 'railgun';

/** Somebody as the shooter's screen shows them; units. */
export interface DrawnFighter {
  readonly seat: number;
  readonly x: number;
  readonly y: number;
}

interface DrawnPoint {
  readonly x: number;
  readonly y: number;
}

/** A shot, and who was hit by it: a seat, −1 for nobody, undefined while that is not known. */
export interface ShotRecord {
  readonly weapon: Weapon;
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  readonly firedMs: number;
  readonly reach: number;
  looked?: number;
  told?: number;
  /** When that was to be seen, by the clock of this machine. */
  lookedMs: number;
  /** When the server had it go off, by the server's clock. */
  bornMs: number;
  /** How far from the edge of the one that it came nearest to it was drawn, in units: below 0 inside. */
  margin: number;
}

const TICK_MS = 1_000 / TICK_RATE;
/** So long after it was fired everything is known of a shot. */
const SETTLED_MS = 2_500;

export class ShotLog {
  readonly settled: ShotRecord[] = [];
  readonly #lives = new Map<number, { readonly alive: boolean; readonly serverMs: number }[]>();
  #open: ShotRecord[] = [];
  /** Where everybody was in the last picture. */
  #before = new Map<number, DrawnPoint>();
  #beforeMs = 0;

  /** A ray goes off: it is judged by what is drawn at once. */
  ray(number: number, from: DrawnPoint, aim: number, map: string, drawn: readonly DrawnFighter[], nowMs: number): void {
    const reach = reachOfRay(mapNamed(map), from.x, from.y, aim);
    const shot = this.#add('railgun', number, from, aim, reach, nowMs);
    shot.looked = firstOf(drawn, shot, (target) => alongRay(shot, target));
  }

  bullet(number: number, from: DrawnPoint, aim: number, map: string, nowMs: number): void {
    this.#add('blaster', number, from, aim, reachOfBullet(mapNamed(map), from.x, from.y, aim), nowMs);
  }

  /** A picture is drawn: moves the bullets on. */
  picture(drawn: readonly DrawnFighter[], nowMs: number): void {
    for (const shot of this.#open) {
      if (shot.weapon !== 'blaster' || shot.looked !== undefined) continue;
      const far = (atMs: number): number => Math.max(0, ((atMs - shot.firedMs) / TICK_MS) * BLASTER.speed);
      const [from, to] = [far(this.#beforeMs), Math.min(far(nowMs), shot.reach)];
      const hit = firstOf(drawn, shot, (target) => alongFlight(shot, from, to, this.#before.get(target.seat), target));
      if (hit < 0 && far(nowMs) < shot.reach) continue;
      shot.looked = hit;
      shot.lookedMs = nowMs;
    }
    this.#before = new Map(drawn.map((target) => [target.seat, target]));
    this.#beforeMs = nowMs;
    this.#settle(nowMs);
  }

  /** The server tells of a ray of this player. Returns whether it is one that the player has seen go off. */
  rayTold(x: number, y: number, serverMs: number): ShotRecord | undefined {
    const shot = this.#open.find(
      (each) => each.weapon === 'railgun' && each.told === undefined && each.x === x && each.y === y,
    );
    if (shot !== undefined) {
      shot.told = -1;
      shot.bornMs = serverMs;
    }
    return shot;
  }

  /** The server has this bullet. */
  bulletTold(number: number, serverMs: number): void {
    const shot = this.#bullet(number);
    if (shot?.told !== undefined || shot === undefined) return;
    shot.told = -1;
    shot.bornMs = serverMs;
  }

  /** Of those bullets, which end with the same patch, one has hit: the one that was drawn nearest to the victim, if there are more. */
  bulletHit(numbers: readonly number[], seat: number, at: DrawnPoint): boolean {
    const shots = numbers.flatMap((number) => this.#bullet(number) ?? []).filter(({ told }) => told === -1);
    const offOf = ({ x, y, aim }: ShotRecord): number =>
      Math.abs((at.x - x) * (AIM_Y[aim] ?? 0) - (at.y - y) * (AIM_X[aim] ?? 0));
    const [shot] = shots.toSorted((one, other) => offOf(one) - offOf(other));
    if (shot !== undefined) shot.told = seat;
    return shot !== undefined;
  }

  /** Somebody dies, or comes back, at a time of the server's clock. */
  lives(seat: number, alive: boolean, serverMs: number): void {
    const all = this.#lives.get(seat) ?? [];
    all.push({ alive, serverMs });
    this.#lives.set(seat, all);
  }

  /** The target was dead on the server when the shot arrived: its death had not reached this screen yet. */
  wasDead({ looked = -1, lookedMs, firedMs, bornMs }: ShotRecord): boolean {
    const judgedMs = bornMs + lookedMs - firedMs + TICK_MS;
    return this.#lives.get(looked)?.findLast(({ serverMs }) => serverMs <= judgedMs)?.alive === false;
  }

  #bullet(number: number): ShotRecord | undefined {
    return this.#open.find((shot) => shot.weapon === 'blaster' && shot.number === number);
  }

  #add(weapon: Weapon, number: number, { x, y }: DrawnPoint, aim: number, reach: number, firedMs: number): ShotRecord {
    const shot: ShotRecord = {
      weapon,
      number,
      x,
      y,
      aim,
      firedMs,
      reach,
      lookedMs: firedMs,
      bornMs: 0,
      margin: Infinity,
    };
    this.#open.push(shot);
    return shot;
  }

  #settle(nowMs: number): void {
    const isDone = ({ firedMs }: ShotRecord): boolean => nowMs - firedMs > SETTLED_MS;
    this.settled.push(...this.#open.filter(isDone));
    this.#open = this.#open.filter((shot) => !isDone(shot));
  }
}

interface Passing {
  readonly along: number;
  /** How far from the edge; below 0 inside. */
  readonly margin: number;
}

function firstOf(drawn: readonly DrawnFighter[], shot: ShotRecord, passing: (target: DrawnFighter) => Passing): number {
  let [found, nearest] = [-1, Infinity];
  for (const target of drawn) {
    const { along, margin } = passing(target);
    shot.margin = Math.min(shot.margin, margin);
    if (margin < 0 && along < nearest) [found, nearest] = [target.seat, along];
  }
  return found;
}

function alongRay({ x, y, aim, reach }: ShotRecord, target: DrawnPoint): Passing {
  const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
  const along = Math.min(Math.max((target.x - x) * dx + (target.y - y) * dy, 0), reach);
  return { along, margin: Math.hypot(x + dx * along - target.x, y + dy * along - target.y) - FIGHTER.radius };
}

/** Bullet and target move at once, from the last picture to this one. */
function alongFlight(
  { x, y, aim }: ShotRecord,
  from: number,
  to: number,
  before: DrawnPoint | undefined,
  target: DrawnPoint,
): Passing {
  const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
  const was = before ?? target;
  const [offX, offY] = [x + dx * from - was.x, y + dy * from - was.y];
  const [byX, byY] = [x + dx * to - target.x - offX, y + dy * to - target.y - offY];
  const square = byX * byX + byY * byY;
  const part = square === 0 ? 0 : Math.min(1, Math.max(0, -(offX * byX + offY * byY) / square));
  return {
    along: from + (to - from) * part,
    margin: Math.hypot(offX + byX * part, offY + byY * part) - FIGHTER.radius - BLASTER.radius,
  };
}
