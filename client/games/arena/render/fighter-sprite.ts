/** The sprite of one fighter: a hull, and a gun that turns on it. */
import { Container, Sprite } from 'pixi.js';
import { MINE } from '../colours.ts';
import { turnBetween } from '../controls/directions.ts';
import type { Atlas } from './atlas.ts';

/** How a fighter looks in this frame. */
export interface FighterLook {
  colour: number;
  /** The player's own. */
  mine: boolean;
  /** −1 without teams. */
  team: number;
  shield: number;
  /** Invulnerable. */
  safe: boolean;
  /** Its player is disconnected. */
  away: boolean;
}

const ARRIVAL_MS = 480;
const FLASH_MS = 130;
const KICK_MS = 90;
const KICK = 5;

export class FighterSprite {
  readonly view = new Container();
  x = 0;
  y = 0;
  aim = 0;
  /** The movement since the last frame, for trails. */
  movedX = 0;
  movedY = 0;
  /** Visible in this frame. */
  shown = false;
  colour = 0xffffff;
  readonly #shadow: Sprite;
  readonly #under: Sprite;
  readonly #chassis: Sprite;
  readonly #shell: Sprite;
  readonly #barrel: Sprite;
  readonly #dome: Sprite;
  readonly #mark: Sprite;
  readonly #bubble: Sprite;
  readonly #flash: Sprite;
  readonly #atlas: Atlas;
  #heading = 0;
  #sinceArrival = ARRIVAL_MS;
  #sinceFlash = FLASH_MS;
  #sinceKick = KICK_MS;
  #passed = 0;

  constructor(atlas: Atlas) {
    this.#atlas = atlas;
    this.#shadow = new Sprite(atlas.shade);
    this.#under = new Sprite(atlas.under0);
    this.#chassis = new Sprite(atlas.chassis);
    this.#shell = new Sprite(atlas.shell);
    this.#barrel = new Sprite(atlas.barrel);
    this.#dome = new Sprite(atlas.dome);
    this.#mark = new Sprite(atlas.mark0);
    this.#bubble = new Sprite(atlas.bubble);
    this.#flash = new Sprite(atlas.glow);
    this.#shadow.position.set(5, 7);
    this.#shadow.alpha = 0.9;
    this.#flash.blendMode = 'add';
    this.#flash.scale.set(0.62);
    this.#bubble.blendMode = 'add';
    this.view.addChild(
      this.#under,
      this.#shadow,
      this.#chassis,
      this.#shell,
      this.#barrel,
      this.#dome,
      this.#mark,
      this.#flash,
      this.#bubble,
    );
    this.view.visible = false;
  }

  /** Shows or hides the sprite. */
  show(shown: boolean): void {
    if (this.shown === shown) return;
    this.shown = shown;
    this.view.visible = shown;
  }

  /** Sets the position. `jumped`: it did not move there, so no trail. */
  place(x: number, y: number, aim: number, jumped: boolean): void {
    this.movedX = jumped ? 0 : x - this.x;
    this.movedY = jumped ? 0 : y - this.y;
    this.x = x;
    this.y = y;
    this.aim = aim;
  }

  arrive(): void {
    this.#sinceArrival = 0;
  }

  flash(): void {
    this.#sinceFlash = 0;
  }

  kick(): void {
    this.#sinceKick = 0;
  }

  draw({ colour, mine, team, shield, safe, away }: FighterLook, passedMs: number): void {
    this.#passed += passedMs;
    this.#sinceArrival += passedMs;
    this.#sinceFlash += passedMs;
    this.#sinceKick += passedMs;
    this.colour = colour;
    const { view } = this;
    view.position.set(this.x, this.y);
    const arrived = Math.min(1, this.#sinceArrival / ARRIVAL_MS);
    const blink = safe ? 0.62 + 0.3 * Math.sin(this.#passed / 70) : 1;
    view.alpha = arrived * (away ? 0.45 : blink);
    view.scale.set(0.6 + 0.4 * arrived);

    if (Math.hypot(this.movedX, this.movedY) > 0.4) {
      const turn = turnBetween(this.#heading, Math.atan2(this.movedY, this.movedX));
      // The hull has no front, so it turns by at most 90°.
      const nearer = Math.abs(turn) > Math.PI / 2 ? turn - Math.sign(turn) * Math.PI : turn;
      this.#heading += nearer * Math.min(1, passedMs / 90);
    }
    this.#chassis.rotation = this.#heading;
    this.#shell.rotation = this.#heading;
    this.#shell.tint = colour;
    const kick = Math.max(0, 1 - this.#sinceKick / KICK_MS) * KICK;
    this.#barrel.rotation = this.aim;
    this.#barrel.position.set(-Math.cos(this.aim) * kick, -Math.sin(this.aim) * kick);

    this.#under.texture = team === 1 ? this.#atlas.under1 : this.#atlas.under0;
    this.#under.tint = mine ? MINE : colour;
    this.#under.alpha = mine ? 0.85 + 0.15 * Math.sin(this.#passed / 260) : team < 0 ? 0.3 : 0.7;
    this.#mark.texture = team === 1 ? this.#atlas.mark1 : this.#atlas.mark0;
    this.#mark.tint = colour;
    this.#mark.alpha = team < 0 ? 0.5 : 1;
    this.#mark.scale.set(team < 0 ? 0.7 : 1);

    const flash = Math.max(0, 1 - this.#sinceFlash / FLASH_MS);
    this.#flash.alpha = flash;
    this.#shell.tint = flash > 0.4 ? 0xffffff : colour;
    const bubble = safe ? 0.5 : Math.min(1, shield / 45);
    this.#bubble.alpha = bubble * (0.75 + 0.2 * Math.sin(this.#passed / 210));
    this.#bubble.tint = safe ? 0xf6dc9f : 0x63d6ff;
    this.#bubble.rotation = this.#passed / 900;
    this.#bubble.scale.set(1 + 0.02 * Math.sin(this.#passed / 160));
  }

  destroy(): void {
    this.view.destroy({ children: true });
  }
}
