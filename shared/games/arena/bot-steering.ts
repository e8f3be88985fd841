/** Steers a bot: along a path, or around an enemy. */
import { AIM_X, AIM_Y, aimOfWalk, aimTowards, walkOfAim } from './directions.ts';
import type { BotPerception, Foe, BotContext } from './bot-perception.ts';
import { FIGHTER, WALK_DIRECTIONS } from './constants.ts';
import type { ArenaMap, MapPoint } from './map.ts';
import { Pathfinder } from './pathfinding.ts';
import type { Body } from './state.ts';
import { fits } from './step.ts';
import type { BotProfile } from './bot-profiles.ts';

/** How long it circles to one side before it may change sides. */
const TURN_MS = { min: 300, max: 1_100 } as const;
/** How long it keeps a search goal: with no enemy known, and with one known. */
const SEARCH_MS = { blindly: 8_000, knowingly: 1_500 } as const;
/** How far ahead it checks for walls. */
const AHEAD = 420;
/** It counts as stuck if it moved less than this between two decisions. */
const STUCK = 24;
/** After this many stuck decisions in a row it takes another direction. */
const PATIENCE = 4;

export class BotSteering {
  readonly #bot: BotContext;
  readonly #profile: BotProfile;
  #pathfinder: Pathfinder;
  readonly #next = { x: 0, y: 0 };
  readonly #last = { x: 0, y: 0 };
  #goal: MapPoint | undefined;
  #searchUntil = 0;
  #side = 1;
  #turnAt = 0;
  #stuck = 0;

  constructor(bot: BotContext, profile: BotProfile, map: ArenaMap) {
    this.#bot = bot;
    this.#profile = profile;
    this.#pathfinder = Pathfinder.forMap(map);
  }

  /** Drops its goal: it is somewhere else now, perhaps on another map. */
  reset(map: ArenaMap): void {
    this.#goal = undefined;
    this.#pathfinder = Pathfinder.forMap(map);
  }

  /** The direction of a search: towards an enemy's last known position, or else towards a random spawn point. */
  searchFor(own: Body, foe: MapPoint | undefined): number {
    const { now, random } = this.#bot;
    if (now >= this.#searchUntil) this.#goal = undefined;
    if (this.#goal === undefined) {
      this.#goal = foe === undefined ? random.pick(this.#pathfinder.map.spawns) : { x: foe.x, y: foe.y };
      this.#searchUntil = now + (foe === undefined ? SEARCH_MS.blindly : SEARCH_MS.knowingly);
    }
    return this.moveTowards(own, this.#goal);
  }

  /** The direction of the path to a point. */
  moveTowards(own: Body, place: MapPoint): number {
    this.#noteStuck(own);
    if (this.#stuck >= PATIENCE) {
      this.#stuck = 0;
      this.#goal = undefined;
      return this.#bot.random.int(1, WALK_DIRECTIONS);
    }
    if (this.#pathfinder.nextStep(own, place, this.#next) <= 1) this.#goal = undefined;
    const [dx, dy] = [this.#next.x - own.x, this.#next.y - own.y];
    return Math.abs(dx) + Math.abs(dy) < FIGHTER.speed ? 0 : walkOfAim(aimTowards(dx, dy));
  }

  /** The direction that circles an enemy at a good distance, and away from incoming bullets. */
  circle(own: Body, foe: Foe, { danger }: BotPerception, dodges: boolean): number {
    const { now, random } = this.#bot;
    if (now >= this.#turnAt) {
      this.#side = random.chance(0.5) ? 1 : -1;
      this.#turnAt = now + random.int(TURN_MS.min, TURN_MS.max);
    }
    const [toX, toY] = [(foe.x - own.x) / (foe.distance || 1), (foe.y - own.y) / (foe.distance || 1)];
    const nearer = foe.distance > this.#profile.far ? 1 : foe.distance < this.#profile.near ? -1 : 0;
    const flee = dodges ? 3 : 0;
    return this.#bestDirection(
      own,
      toX * nearer - toY * this.#side + danger.x * flee,
      toY * nearer + toX * this.#side + danger.y * flee,
    );
  }

  /** The direction away from an enemy. */
  moveAwayFrom(own: Body, foe: Foe): number {
    return this.#bestDirection(own, own.x - foe.x, own.y - foe.y);
  }

  /** The direction closest to the wanted one in which no wall is near. */
  #bestDirection(own: Body, x: number, y: number): number {
    const { map } = this.#pathfinder;
    let best = 0;
    let highest = 0;
    for (let move = 1; move <= WALK_DIRECTIONS; move += 1) {
      const aim = aimOfWalk(move);
      const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
      const likeness = dx * x + dy * y;
      if (likeness <= highest || !fits(Math.round(own.x + dx * AHEAD), Math.round(own.y + dy * AHEAD), map)) continue;
      best = move;
      highest = likeness;
    }
    if (best === 0) this.#turnAt = 0;
    return best;
  }

  #noteStuck({ x, y }: Body): void {
    const moved = Math.abs(x - this.#last.x) + Math.abs(y - this.#last.y);
    this.#stuck = moved < STUCK ? this.#stuck + 1 : 0;
    [this.#last.x, this.#last.y] = [x, y];
  }
}
