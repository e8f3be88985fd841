/** What a bot makes of what it sees: a decision ten times in a second. */
import { AIM_DIRECTIONS, BLASTER, BUTTON, PADS, RAILGUN } from './house.ts';
import { aimOfWalk, aimTowards, turnBetween } from './directions.ts';
import { Eyes, type Foe, type Senses } from './eyes.ts';
import { Footwork } from './footwork.ts';
import type { ArenaMap, Place } from './map.ts';
import { mapNamed, MAPS } from './maps.ts';
import type { Body } from './state.ts';
import type { Temper } from './temper.ts';

/** What a bot holds until its next decision. */
export interface Decision {
  move: number;
  aim: number;
  buttons: number;
}

/** A ray asks for a steadier hand: it has but one. */
const RAIL_SPREAD = 2;
/** By how much at most it turns between two decisions while it looks around. */
const GLANCE = 96;

export class Mind {
  readonly #bot: Senses;
  readonly #temper: Temper;
  readonly #eyes: Eyes;
  readonly #feet: Footwork;
  readonly #decision: Decision = { move: 0, aim: 0, buttons: 0 };
  #map: ArenaMap = MAPS[0]!;
  #wasAlive = false;

  constructor(bot: Senses, temper: Temper) {
    this.#bot = bot;
    this.#temper = temper;
    this.#eyes = new Eyes(bot);
    this.#feet = new Footwork(bot, temper, this.#map);
  }

  /** What to do now. The same object each time. */
  decide(): Decision {
    const { state, seat } = this.#bot;
    const fighter = state.fighters[seat];
    const own: Body | undefined = fighter?.body;
    const decision = this.#decision;
    decision.buttons = 0;
    if (fighter === undefined || own === undefined || own.health === 0) {
      decision.move = 0;
      this.#wasAlive = false;
      return decision;
    }
    if (!this.#wasAlive || this.#map.name !== state.map) {
      this.#map = mapNamed(state.map);
      this.#feet.forget(this.#map);
      this.#wasAlive = true;
    }
    this.#eyes.look(own, fighter.team, this.#map);
    const { foe } = this.#eyes;
    if (foe === undefined || foe.openSince === Infinity) this.#roam(own, foe);
    else this.#fight(own, foe);
    return decision;
  }

  /** Nobody is in the line of fire: it gets what lies on the pads, or looks for somebody. */
  #roam(own: Body, foe: Foe | undefined): void {
    const { random } = this.#bot;
    const decision = this.#decision;
    const hides = this.#isWeak(own);
    const pad = this.#usefulPad(own);
    decision.move = pad === undefined ? this.#feet.search(own, hides ? undefined : foe) : this.#feet.towards(own, pad);
    if (random.chance(this.#temper.hurry)) decision.buttons |= BUTTON.dash;
    const ahead = foe === undefined ? aimOfWalk(decision.move) : aimTowards(foe.x - own.x, foe.y - own.y);
    const turn = turnBetween(decision.aim, ahead);
    decision.aim = wrap(decision.aim + Math.min(GLANCE, Math.max(-GLANCE, turn)));
  }

  #fight(own: Body, foe: Foe): void {
    const { random, state } = this.#bot;
    const decision = this.#decision;
    const { danger } = this.#eyes;
    const temper = this.#temper;
    const endangered = danger.x !== 0 || danger.y !== 0;
    const dodges = endangered && random.chance(temper.dodge);
    const pad = this.#isWeak(own) ? this.#usefulPad(own) : undefined;
    if (pad !== undefined) decision.move = this.#feet.towards(own, pad);
    else if (this.#isWeak(own) && foe.health > own.health) decision.move = this.#feet.away(own, foe);
    else decision.move = this.#feet.around(own, foe, this.#eyes, dodges);
    if (dodges && own.steps >= own.dashReady) decision.buttons |= BUTTON.dash;
    decision.aim = this.#aimAt(own, foe);
    const hot = state.phase === 'fight' || state.phase === 'sudden';
    if (hot && this.#bot.now >= foe.openSince + temper.reactionMs) decision.buttons |= this.#shoot(own, foe);
  }

  /** The railgun over cover and now and then, else the blaster. */
  #shoot(own: Body, foe: Foe): number {
    const { random } = this.#bot;
    const temper = this.#temper;
    if (!random.chance(temper.trigger)) return 0;
    const hasRay = own.steps >= own.railgunReady && foe.distance < RAILGUN.range;
    const hasBullet = foe.uncovered && foe.distance < BLASTER.speed * BLASTER.flightTicks;
    if (hasRay && (!hasBullet || random.chance(temper.railgun))) {
      this.#decision.aim = this.#offBy(aimTowards(foe.x - own.x, foe.y - own.y), RAIL_SPREAD);
      return BUTTON.railgun;
    }
    return hasBullet ? BUTTON.blaster : 0;
  }

  /** Where a bullet meets the foe, if it goes on as it does. */
  #aimAt(own: Body, foe: Foe): number {
    const ticks = (foe.distance / BLASTER.speed) * this.#temper.lead;
    return this.#offBy(aimTowards(foe.x + foe.dx * ticks - own.x, foe.y + foe.dy * ticks - own.y));
  }

  /** Small mistakes are likelier than large ones. */
  #offBy(aim: number, times = 1): number {
    const { random } = this.#bot;
    return wrap(aim + Math.round((random.float() + random.float() - 1) * this.#temper.spread * times));
  }

  #isWeak({ health, shield }: Body): boolean {
    return health + shield <= this.#temper.caution;
  }

  /** The nearest pad with something that it can use. */
  #usefulPad(own: Body): Place | undefined {
    const { pads } = this.#map;
    let [best, nearest]: [Place | undefined, number] = [undefined, this.#temper.detour];
    this.#bot.state.pads.forEach(({ kind, ready }, index) => {
      const place = pads[index];
      if (!ready || place === undefined || (kind === 'shield' && own.shield >= PADS.shield.strength)) return;
      const distance = Math.abs(place.x - own.x) + Math.abs(place.y - own.y);
      if (distance < nearest) [best, nearest] = [place, distance];
    });
    return best;
  }
}

function wrap(aim: number): number {
  return (aim + AIM_DIRECTIONS) % AIM_DIRECTIONS;
}
