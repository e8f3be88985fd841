/** What a bot perceives: enemies in view, remembered briefly, and bullets that fly towards it. */
import type { Bullet, Fighter } from './state.ts';
import { AIM_X, AIM_Y } from './directions.ts';
import { isClear } from './projectiles.ts';
import { BLASTER, FIGHTER } from './constants.ts';
import { GROUND, type ArenaMap } from './map.ts';
import type { ArenaBot } from './spec.ts';
import type { Body } from './state.ts';

/** The part of a bot that its brain reads. */
export type BotContext = Pick<ArenaBot, 'state' | 'seat' | 'random' | 'now' | 'tick'>;

/** An enemy in view. */
export interface Foe {
  readonly seat: number;
  x: number;
  y: number;
  /** Velocity in units per tick. */
  dx: number;
  dy: number;
  distance: number;
  /** Bot time since when it has been in the line of fire; Infinity while it is not. */
  openSince: number;
  /** No cover is between, so bullets reach it as well as rays. */
  uncovered: boolean;
  health: number;
  /** The bot's tick in which it was last seen. */
  tick: number;
}

/** Distance added to the score of an enemy behind a wall. */
const DETOUR = 3_000;
/** How far ahead and how close to its side a bullet has to be to count as a threat. */
const DANGER = { ahead: BLASTER.speed * 10, beside: FIGHTER.radius + BLASTER.radius + 120 } as const;

export class BotPerception {
  /** The best target in view. */
  foe: Foe | undefined;
  /** The direction out of the way of incoming bullets; zero length if there are none. */
  readonly danger = { x: 0, y: 0 };
  readonly #bot: BotContext;
  readonly #foes: (Foe | undefined)[] = [];
  #own: Body | undefined;
  /** Its own team; undefined without teams. */
  #team: number | undefined;
  #map: ArenaMap | undefined;
  #tick = 0;
  #now = 0;
  /** The most by which bullets have shown the match's tick to be ahead of the bot's own. */
  #ahead = -Infinity;

  constructor(bot: BotContext) {
    this.#bot = bot;
  }

  /** Updates everything it perceives from its own body's position. */
  update(own: Body, team: number, map: ArenaMap): void {
    const { state, tick, now } = this.#bot;
    this.#own = own;
    this.#team = state.mode === 'teams' ? team : undefined;
    this.#map = map;
    this.#tick = tick;
    this.#now = now;
    this.foe = undefined;
    this.danger.x = 0;
    this.danger.y = 0;
    state.fighters.forEach(this.#perceive);
  }

  readonly #perceive = (fighter: Fighter, seat: number): void => {
    const body: Body | undefined = fighter.body;
    if (body === undefined || seat === this.#bot.seat) return;
    this.#noteFighter(fighter, seat);
    if (body.bullets.size > 0) body.bullets.forEach(this.#noteBullet);
  };

  readonly #noteFighter = (fighter: Fighter, seat: number): void => {
    const { body } = fighter;
    const [own, map, tick] = [this.#own, this.#map, this.#tick];
    if (own === undefined || map === undefined) return;
    if (body.health === 0 || body.safe || (this.#team !== undefined && fighter.team === this.#team)) return;
    const foe = (this.#foes[seat] ??= newFoe(seat));
    const ticks = tick - foe.tick;
    const isFresh = ticks > 0 && ticks < 10;
    foe.dx = isFresh ? (body.x - foe.x) / ticks : 0;
    foe.dy = isFresh ? (body.y - foe.y) / ticks : 0;
    foe.x = body.x;
    foe.y = body.y;
    foe.tick = tick;
    foe.health = body.health + body.shield;
    const [toX, toY] = [body.x - own.x, body.y - own.y];
    foe.distance = Math.sqrt(toX * toX + toY * toY);
    foe.uncovered = isClear(map, own, foe, GROUND.cover);
    // What stops rays stops bullets, too.
    const isOpen = foe.uncovered || isClear(map, own, foe, GROUND.wall);
    if (!isOpen) foe.openSince = Infinity;
    else if (!isFresh || foe.openSince === Infinity) foe.openSince = this.#now;
    if (this.foe === undefined || appeal(foe) < appeal(this.foe)) this.foe = foe;
  };

  readonly #noteBullet = ({ x, y, aim, born }: Bullet): void => {
    const [own, tick] = [this.#own, this.#tick];
    this.#ahead = Math.max(this.#ahead, born - tick);
    if (own === undefined) return;
    const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
    const flown = (tick + this.#ahead - born) * BLASTER.speed;
    const [toX, toY] = [own.x - x, own.y - y];
    const ahead = toX * dx + toY * dy - flown;
    const beside = toY * dx - toX * dy;
    if (ahead < 0 || ahead > DANGER.ahead || Math.abs(beside) > DANGER.beside) return;
    const side = beside >= 0 ? 1 : -1;
    this.danger.x -= dy * side;
    this.danger.y += dx * side;
  };
}

/** The score of a target: lower is better. */
function appeal({ distance, health, openSince }: Foe): number {
  return distance + health * 10 + (openSince === Infinity ? DETOUR : 0);
}

function newFoe(seat: number): Foe {
  return {
    ...{ seat, x: 0, y: 0, dx: 0, dy: 0 },
    ...{ distance: 0, openSince: Infinity, uncovered: false, health: 0, tick: -Infinity },
  };
}
