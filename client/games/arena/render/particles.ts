/** Particles that fly, slow down, turn and fade, in a pool of fixed size; the newest replaces the oldest. */
import type { Texture } from 'pixi.js';
import type { SpriteBatch } from './sprite-batch.ts';

/** How a particle starts. Speeds are in pixels of the map per second, turns in radians. */
export interface ParticleSpec {
  texture: Texture;
  x: number;
  y: number;
  speed: number;
  angle: number;
  /** The share of the speed that is left after a second. */
  drag: number;
  lifeMs: number;
  rotation: number;
  spin: number;
  /** Its size at the start and at the end. */
  from: number;
  to: number;
  /** Length divided by width. */
  stretch: number;
  tint: number;
  alpha: number;
}

interface Live extends ParticleSpec {
  age: number;
  vx: number;
  vy: number;
}

export class Particles {
  readonly #live: Live[] = [];
  #next = 0;

  constructor(blank: Texture, capacity: number) {
    for (let index = 0; index < capacity; index += 1)
      this.#live.push({ ...blankParticle(blank), age: 0, vx: 0, vy: 0 });
  }

  /** Starts a particle. */
  spawn(spec: Readonly<ParticleSpec>): void {
    const live = this.#live[this.#next];
    if (!live) return;
    this.#next = (this.#next + 1) % this.#live.length;
    Object.assign(live, spec);
    live.age = 0;
    live.vx = Math.cos(spec.angle) * spec.speed;
    live.vy = Math.sin(spec.angle) * spec.speed;
  }

  draw(batch: SpriteBatch, passedMs: number): void {
    const seconds = passedMs / 1_000;
    for (const live of this.#live) {
      if (live.age >= live.lifeMs) continue;
      live.age += passedMs;
      const share = Math.min(1, live.age / live.lifeMs);
      const slower = live.drag ** seconds;
      live.vx *= slower;
      live.vy *= slower;
      live.x += live.vx * seconds;
      live.y += live.vy * seconds;
      live.rotation += live.spin * seconds;
      const size = live.from + (live.to - live.from) * share;
      batch.put(
        live.texture,
        live.x,
        live.y,
        live.rotation,
        size * live.stretch,
        size,
        live.tint,
        live.alpha * (1 - share * share),
      );
    }
  }
}

/** A particle that has not started. */
export function blankParticle(texture: Texture): ParticleSpec {
  return {
    texture,
    x: 0,
    y: 0,
    speed: 0,
    angle: 0,
    drag: 1,
    lifeMs: 0,
    rotation: 0,
    spin: 0,
    from: 0,
    to: 0,
    stretch: 1,
    tint: 0,
    alpha: 0,
  };
}
