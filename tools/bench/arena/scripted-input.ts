/** The input of a simulated player at mouse and keys, tick by tick, drawn from a seed. */
import { AIM_DIRECTIONS, BUTTON, WALK_DIRECTIONS } from '../../../shared/games/arena/constants.ts';
import { Mulberry32 } from './seeded-random.ts';

const QUARTER = AIM_DIRECTIONS / 4;

export class ScriptedInput {
  move = 0;
  aim: number;
  buttons = 0;
  readonly #chance: Mulberry32;
  #walkLeft = 0;
  #burstLeft = 0;
  #firing = false;
  /** Where the mouse is moving to, and which part of the way it moves in a tick. */
  #target = 0;
  #haste = 0;
  #restLeft = 0;

  constructor(seed: number) {
    this.#chance = new Mulberry32(seed);
    this.aim = this.#chance.int(AIM_DIRECTIONS);
  }

  /** Advances to the next tick. */
  next(): void {
    this.#walk();
    this.#point();
    this.#shoot();
  }

  #walk(): void {
    if (this.#walkLeft-- > 0) return;
    this.#walkLeft = 8 + this.#chance.int(32);
    this.move = this.#chance.next() < 0.15 ? 0 : 1 + this.#chance.int(WALK_DIRECTIONS);
  }

  /** The mouse goes to a target, fast at first, follows it for a while with small movements, and rests now and then. */
  #point(): void {
    if (this.#restLeft-- > 0) return;
    if (this.#chance.next() < 0.06) {
      this.#target = this.aim + this.#chance.int(2 * QUARTER) - QUARTER;
      this.#haste = 0.15 + this.#chance.next() * 0.25;
    }
    if (this.#chance.next() < 0.03) this.#restLeft = this.#chance.int(20);
    this.#target += this.#chance.int(13) - 6;
    const aim = Math.round(this.aim + (this.#target - this.aim) * this.#haste);
    const turns = Math.floor(aim / AIM_DIRECTIONS) * AIM_DIRECTIONS;
    this.#target -= turns;
    this.aim = aim - turns;
  }

  #shoot(): void {
    if (this.#burstLeft-- <= 0) {
      this.#firing = !this.#firing;
      this.#burstLeft = 10 + this.#chance.int(this.#firing ? 40 : 60);
    }
    this.buttons = this.#firing ? BUTTON.blaster : 0;
    if (this.#chance.next() < 1 / 75) this.buttons |= BUTTON.railgun;
    if (this.#chance.next() < 1 / 120) this.buttons |= BUTTON.dash;
  }
}
