/** Damage numbers that rise from the fighters whom the player hits. */
import { Container, Text } from 'pixi.js';
import type { Camera, ScreenPoint } from './camera.ts';

const LIFE_MS = 750;
const MOST = 14;

interface Rising {
  readonly text: Text;
  x: number;
  y: number;
  age: number;
}

export class DamageNumbers {
  readonly view = new Container();
  readonly #rising: Rising[] = [];
  readonly #spot: ScreenPoint = { x: 0, y: 0 };
  #next = 0;

  constructor() {
    for (let index = 0; index < MOST; index += 1) {
      const text = new Text({
        text: '',
        style: {
          fontFamily: 'Figtree Variable, system-ui, sans-serif',
          fontSize: 17,
          fontWeight: '800',
          fill: 0xffffff,
          stroke: { color: 0x07110d, width: 4, join: 'round' },
        },
      });
      text.anchor.set(0.5);
      text.alpha = 0;
      this.view.addChild(text);
      this.#rising.push({ text, x: 0, y: 0, age: LIFE_MS });
    }
  }

  /** In pixels of the map. */
  add(x: number, y: number, damage: number, strong: boolean): void {
    const rising = this.#rising[this.#next];
    if (!rising) return;
    this.#next = (this.#next + 1) % MOST;
    Object.assign(rising, { x: x + (Math.random() - 0.5) * 24, y: y - 26, age: 0 });
    rising.text.text = String(damage);
    rising.text.tint = strong ? 0xb6f4ff : 0xffe9b8;
  }

  draw(camera: Camera, passedMs: number): void {
    for (const rising of this.#rising) {
      if (rising.age >= LIFE_MS) continue;
      rising.age = Math.min(LIFE_MS, rising.age + passedMs);
      const share = rising.age / LIFE_MS;
      camera.toScreen(rising.x, rising.y, this.#spot);
      rising.text.position.set(this.#spot.x, this.#spot.y - 34 * (1 - (1 - share) ** 2));
      rising.text.alpha = 1 - share ** 3;
      rising.text.scale.set(1 + 0.5 * Math.max(0, 1 - share * 6));
    }
  }

  destroy(): void {
    this.view.destroy({ children: true });
  }
}
