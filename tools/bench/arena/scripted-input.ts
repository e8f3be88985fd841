/** The input of a simulated player at mouse and keys, tick by tick, drawn from a seed. */
import { AIM_DIRECTIONS, BUTTON, WALK_DIRECTIONS } from '../../../shared/games/arena/constants.ts';
import { Random } from '../../../shared/runtime/index.ts';

const QUARTER = AIM_DIRECTIONS / 4;

export class ScriptedInput {
  move = 0;
  aim: number;
  buttons = 0;
  readonly #random: Random;
  #walkLeft = 0;
  #burstLeft = 0;
  #firing = false;
  /** Where the mouse is moving to, and which part of the way it moves in a tick. */
  #target = 0;
  #haste = 0;
  #restLeft = 0;

  constructor(seed: number) {
    this.#random = new Random(String(seed), 'scripted input');
    this.aim = this.#random.int(0, AIM_DIRECTIONS - 1);
  }

  /** Advances to the next tick. */
  next(): void {
    this.#walk();
    this.#point();
    this.#shoot();
  }

  #walk(): void {
    if (this.#walkLeft-- > 0) return;
    this.#walkLeft = this.#random.int(8, 39);
    this.move = this.#random.chance(0.15) ? 0 : this.#random.int(1, WALK_DIRECTIONS);
  }

  /** The mouse goes to a target, fast at first, follows it for a while with small movements, and rests now and then. */
  #point(): void {
    if (this.#restLeft-- > 0) return;
    if (this.#random.chance(0.06)) {
      this.#target = this.aim + this.#random.int(-QUARTER, QUARTER - 1);
      this.#haste = 0.15 + this.#random.float() * 0.25;
    }
    if (this.#random.chance(0.03)) this.#restLeft = this.#random.int(0, 19);
    this.#target += this.#random.int(-6, 6);
    const aim = Math.round(this.aim + (this.#target - this.aim) * this.#haste);
    const turns = Math.floor(aim / AIM_DIRECTIONS) * AIM_DIRECTIONS;
    this.#target -= turns;
    this.aim = aim - turns;
  }

  #shoot(): void {
    if (this.#burstLeft-- <= 0) {
      this.#firing = !this.#firing;
      this.#burstLeft = this.#random.int(10, this.#firing ? 49 : 69);
    }
    this.buttons = this.#firing ? BUTTON.blaster : 0;
    if (this.#random.chance(1 / 75)) this.buttons |= BUTTON.railgun;
    if (this.#random.chance(1 / 120)) this.buttons |= BUTTON.dash;
  }
}
