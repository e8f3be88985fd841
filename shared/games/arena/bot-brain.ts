/** What a bot makes of what it sees: a decision ten times in a second. */
import { AIM_DIRECTIONS, BLASTER, BUTTON, PADS, RAILGUN } from './constants.ts';
import { aimOfWalk, aimTowards, turnBetween } from './directions.ts';
import { BotPerception, type Foe, type BotContext } from './bot-perception.ts';
import { BotSteering } from './bot-steering.ts';
import type { ArenaMap, MapPoint } from './map.ts';
import { mapNamed, MAPS } from './maps.ts';
import type { Body } from './state.ts';
import type { BotProfile } from './bot-profiles.ts';

/** What a bot holds until its next decision. */
export interface Decision {
  move: number;
  aim: number;
  buttons: number;
}

/** A ray asks for a steadier hand: it has but one. */
const RAILGUN_SPREAD = 2;
/** By how much at most it turns between two decisions while it looks around. */
const MAX_TURN = 96;

export class BotBrain {
  readonly #bot: BotContext;
  readonly #profile: BotProfile;
  readonly #perception: BotPerception;
  readonly #steering: BotSteering;
  readonly #decision: Decision = { move: 0, aim: 0, buttons: 0 };
  #map: ArenaMap = MAPS[0]!;
  #wasAlive = false;

  constructor(bot: BotContext, profile: BotProfile) {
    this.#bot = bot;
    this.#profile = profile;
    this.#perception = new BotPerception(bot);
    this.#steering = new BotSteering(bot, profile, this.#map);
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
      this.#steering.reset(this.#map);
      this.#wasAlive = true;
    }
    this.#perception.update(own, fighter.team, this.#map);
    const { foe } = this.#perception;
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
    decision.move =
      pad === undefined ? this.#steering.searchFor(own, hides ? undefined : foe) : this.#steering.moveTowards(own, pad);
    if (random.chance(this.#profile.hurry)) decision.buttons |= BUTTON.dash;
    const ahead = foe === undefined ? aimOfWalk(decision.move) : aimTowards(foe.x - own.x, foe.y - own.y);
    const turn = turnBetween(decision.aim, ahead);
    decision.aim = wrap(decision.aim + Math.min(MAX_TURN, Math.max(-MAX_TURN, turn)));
  }

  #fight(own: Body, foe: Foe): void {
    const { random, state } = this.#bot;
    const decision = this.#decision;
    const { danger } = this.#perception;
    const profile = this.#profile;
    const endangered = danger.x !== 0 || danger.y !== 0;
    const dodges = endangered && random.chance(profile.dodge);
    const pad = this.#isWeak(own) ? this.#usefulPad(own) : undefined;
    if (pad !== undefined) decision.move = this.#steering.moveTowards(own, pad);
    else if (this.#isWeak(own) && foe.health > own.health) decision.move = this.#steering.moveAwayFrom(own, foe);
    else decision.move = this.#steering.circle(own, foe, this.#perception, dodges);
    if (dodges && own.steps >= own.dashReady) decision.buttons |= BUTTON.dash;
    decision.aim = this.#aimAt(own, foe);
    const hot = state.phase === 'fight' || state.phase === 'sudden';
    if (hot && this.#bot.now >= foe.openSince + profile.reactionMs) decision.buttons |= this.#shoot(own, foe);
  }

  /** The railgun over cover and now and then, else the blaster. */
  #shoot(own: Body, foe: Foe): number {
    const { random } = this.#bot;
    const profile = this.#profile;
    if (!random.chance(profile.trigger)) return 0;
    const hasRay = own.steps >= own.railgunReady && foe.distance < RAILGUN.range;
    const hasBullet = foe.uncovered && foe.distance < BLASTER.speed * BLASTER.flightTicks;
    if (hasRay && (!hasBullet || random.chance(profile.railgun))) {
      this.#decision.aim = this.#offBy(aimTowards(foe.x - own.x, foe.y - own.y), RAILGUN_SPREAD);
      return BUTTON.railgun;
    }
    return hasBullet ? BUTTON.blaster : 0;
  }

  /** Where a bullet meets the foe, if it goes on as it does. */
  #aimAt(own: Body, foe: Foe): number {
    const ticks = (foe.distance / BLASTER.speed) * this.#profile.lead;
    return this.#offBy(aimTowards(foe.x + foe.dx * ticks - own.x, foe.y + foe.dy * ticks - own.y));
  }

  /** Small mistakes are likelier than large ones. */
  #offBy(aim: number, times = 1): number {
    const { random } = this.#bot;
    return wrap(aim + Math.round((random.float() + random.float() - 1) * this.#profile.spread * times));
  }

  #isWeak({ health, shield }: Body): boolean {
    return health + shield <= this.#profile.caution;
  }

  /** The nearest pad with something that it can use. */
  #usefulPad(own: Body): MapPoint | undefined {
    const { pads } = this.#map;
    let [best, nearest]: [MapPoint | undefined, number] = [undefined, this.#profile.detour];
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
