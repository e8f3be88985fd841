/** How a bot moves its feet: along its way, or around its foe. */
import { AIM_X, AIM_Y, aimOfWalk, aimTowards, walkOfAim } from './directions.ts';
import type { BotPerception, Foe, BotContext } from './bot-perception.ts';
import { FIGHTER, WALK_DIRECTIONS } from './constants.ts';
import type { ArenaMap, MapPoint } from './map.ts';
import { Pathfinder } from './pathfinding.ts';
import type { Body } from './state.ts';
import { fits } from './step.ts';
import type { BotProfile } from './bot-profiles.ts';

/** How long it moves around to one side before it may turn. */
const TURN_MS = { min: 300, max: 1_100 } as const;
/** How long it goes where it has decided to, not knowing of anybody or knowing of somebody. */
const SEARCH_MS = { blindly: 8_000, knowingly: 1_500 } as const;
/** It looks so far ahead for walls. */
const AHEAD = 420;
/** It has not come forward where it moved less between two decisions. */
const STUCK = 24;
/** So often, and it looks for another way. */
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

  /** Gives up its way: it is somewhere else now. */
  reset(map: ArenaMap): void {
    this.#goal = undefined;
    this.#pathfinder = Pathfinder.forMap(map);
  }

  /** A step in search of a foe: to where one was last, where that is known, or to wherever they come in. */
  searchFor(own: Body, foe: MapPoint | undefined): number {
    const { now, random } = this.#bot;
    if (now >= this.#searchUntil) this.#goal = undefined;
    if (this.#goal === undefined) {
      this.#goal = foe === undefined ? random.pick(this.#pathfinder.map.spawns) : { x: foe.x, y: foe.y };
      this.#searchUntil = now + (foe === undefined ? SEARCH_MS.blindly : SEARCH_MS.knowingly);
    }
    return this.moveTowards(own, this.#goal);
  }

  /** A step on the way to a place. */
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

  /** A step around a foe, at a good distance, and out of the way of what comes flying. */
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

  /** A step away from a foe. */
  moveAwayFrom(own: Body, foe: Foe): number {
    return this.#bestDirection(own, own.x - foe.x, own.y - foe.y);
  }

  /** The direction that is most like the one wished for, of those in which no wall is near. */
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
