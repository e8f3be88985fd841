/** The rays of railguns: there at once, and gone in a moment. Lengths are in pixels. */
import { RAIL_COLOUR } from '../colours.ts';
import type { Atlas } from './atlas.ts';
import type { SpriteBatch } from './sprite-batch.ts';
import type { VisualEffects } from './visual-effects.ts';

const LIFE_MS = 460;
const MOST = 24;
const CURL_EVERY = 46;

interface Ray {
  x: number;
  y: number;
  toX: number;
  toY: number;
  colour: number;
  age: number;
}

export class Rays {
  readonly #rays: Ray[] = Array.from({ length: MOST }, () => ({ x: 0, y: 0, toX: 0, toY: 0, colour: 0, age: LIFE_MS }));
  readonly #atlas: Atlas;
  #next = 0;

  constructor(atlas: Atlas) {
    this.#atlas = atlas;
  }

  add(x: number, y: number, toX: number, toY: number, colour: number, effects: VisualEffects): void {
    const ray = this.#rays[this.#next];
    if (!ray) return;
    this.#next = (this.#next + 1) % MOST;
    Object.assign(ray, { x, y, toX, toY, colour, age: 0 });
    const length = Math.hypot(toX - x, toY - y);
    const angle = Math.atan2(toY - y, toX - x);
    for (let far = 30; far < length; far += CURL_EVERY)
      effects.curl(x + Math.cos(angle) * far, y + Math.sin(angle) * far, RAIL_COLOUR);
    effects.chips(toX, toY, angle + Math.PI, RAIL_COLOUR);
  }

  draw(batch: SpriteBatch, passedMs: number): void {
    for (const ray of this.#rays) {
      if (ray.age >= LIFE_MS) continue;
      ray.age += passedMs;
      const left = Math.max(0, 1 - ray.age / LIFE_MS);
      const [dx, dy] = [ray.toX - ray.x, ray.toY - ray.y];
      const length = Math.hypot(dx, dy) / this.#atlas.ray.width;
      const [x, y, angle] = [ray.x + dx / 2, ray.y + dy / 2, Math.atan2(dy, dx)];
      batch.put(this.#atlas.ray, x, y, angle, length, 0.5 + 1.1 * left, ray.colour, left * left);
      batch.put(this.#atlas.ray, x, y, angle, length, 0.1 + 0.36 * left * left, 0xffffff, left);
    }
  }
}
