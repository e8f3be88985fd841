/** Over a fighter: its name and how it is. Drawn on the screen, not on the map, so that it is readable at any zoom. */
import { Container, Sprite, Text } from 'pixi.js';
import { truncateText } from '../../../../shared/runtime/index.ts';
import type { Atlas } from './atlas.ts';

const WIDTH = 44;
const HEIGHT = 5;
/** In graphemes. */
const LONGEST = 16;
/** A few characters are as wide as a sentence. */
const WIDEST = 150;

export class NameTag {
  readonly view = new Container();
  readonly #name: Text;
  readonly #health: Sprite;
  readonly #shield: Sprite;
  #shownName = '';

  constructor(atlas: Atlas) {
    this.#name = new Text({
      text: '',
      style: {
        fontFamily: 'Figtree Variable, system-ui, sans-serif',
        fontSize: 12.5,
        fontWeight: '700',
        fill: 0xffffff,
        stroke: { color: 0x07110d, width: 3.5, join: 'round' },
      },
    });
    this.#name.anchor.set(0.5, 1);
    this.#name.position.set(0, -4);
    const back = bar(atlas, 0x07110d, WIDTH + 2, HEIGHT + 2);
    back.position.set(-WIDTH / 2 - 1, -1);
    back.alpha = 0.85;
    this.#health = bar(atlas, 0xffffff, WIDTH, HEIGHT);
    this.#shield = bar(atlas, 0x63d6ff, WIDTH, 2);
    this.#health.position.set(-WIDTH / 2, 0);
    this.#shield.position.set(-WIDTH / 2, 0);
    this.view.addChild(this.#name, back, this.#health, this.#shield);
    this.view.visible = false;
  }

  show(shown: boolean): void {
    if (this.view.visible !== shown) this.view.visible = shown;
  }

  draw(x: number, y: number, name: string, colour: number, health: number, shield: number, alpha: number): void {
    if (name !== this.#shownName) {
      this.#shownName = name;
      this.#name.text = truncateText(name, LONGEST) === name ? name : `${truncateText(name, LONGEST - 1)}…`;
      this.#name.scale.set(1);
      this.#name.scale.set(Math.min(1, WIDEST / this.#name.width));
    }
    if (this.#name.tint !== colour) this.#name.tint = colour;
    this.view.position.set(Math.round(x), Math.round(y));
    this.view.alpha = alpha;
    this.#health.width = Math.max(0.01, WIDTH * health);
    this.#health.tint = health > 0.5 ? 0x7fe0a4 : health > 0.25 ? 0xf2c14e : 0xff6a55;
    this.#shield.width = Math.max(0.01, WIDTH * Math.min(1, shield));
    this.#shield.alpha = shield > 0 ? 1 : 0;
  }

  destroy(): void {
    this.view.destroy({ children: true });
  }
}

function bar(atlas: Atlas, tint: number, width: number, height: number): Sprite {
  const sprite = new Sprite(atlas.pixel);
  sprite.anchor.set(0, 0);
  sprite.tint = tint;
  sprite.setSize(width, height);
  return sprite;
}
