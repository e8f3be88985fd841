/** What a bot sees of the others, and remembers for a moment. */
import type { Bullet, Fighter } from './state.ts';
import { AIM_X, AIM_Y } from './directions.ts';
import { isClear } from './projectiles.ts';
import { BLASTER, FIGHTER } from './constants.ts';
import { GROUND, type ArenaMap } from './map.ts';
import type { ArenaBot } from './spec.ts';
import type { Body } from './state.ts';

/** What a bot goes by. */
export type BotContext = Pick<ArenaBot, 'state' | 'seat' | 'random' | 'now' | 'tick'>;

/** A fighter whom the bot sees. */
export interface Foe {
  readonly seat: number;
  x: number;
  y: number;
  /** Units in a tick. */
  dx: number;
  dy: number;
  distance: number;
  /** Since when, in the bot's time, it has been in the line of fire; Infinity: it is not. */
  openSince: number;
  /** No cover is between, so that a bullet gets there as well as a ray. */
  uncovered: boolean;
  health: number;
  /** The bot's tick in which it was seen last. */
  tick: number;
}

/** Who is behind a wall counts as so much farther. */
const DETOUR = 3_000;
/** Bullets are a danger that far ahead, and that near beside. */
const DANGER = { ahead: BLASTER.speed * 10, beside: FIGHTER.radius + BLASTER.radius + 120 } as const;

export class BotPerception {
  /** Whom it would rather fight than all others whom it sees. */
  foe: Foe | undefined;
  /** Which way is out of the line of what comes flying: no length where nothing does. */
  readonly danger = { x: 0, y: 0 };
  readonly #bot: BotContext;
  readonly #foes: (Foe | undefined)[] = [];
  #own: Body | undefined;
  /** Whose side it is on; undefined: on nobody's. */
  #team: number | undefined;
  #map: ArenaMap | undefined;
  #tick = 0;
  #now = 0;
  /** How far the match's ticks are ahead of the bot's own, as far as bullets have told. */
  #ahead = -Infinity;

  constructor(bot: BotContext) {
    this.#bot = bot;
  }

  /** Looks around from the own body. */
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

/** The lower, the better. */
function appeal({ distance, health, openSince }: Foe): number {
  return distance + health * 10 + (openSince === Infinity ? DETOUR : 0);
}

function newFoe(seat: number): Foe {
  return {
    ...{ seat, x: 0, y: 0, dx: 0, dy: 0 },
    ...{ distance: 0, openSince: Infinity, uncovered: false, health: 0, tick: -Infinity },
  };
}
