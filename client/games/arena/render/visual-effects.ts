/** Visual effects made of particles: hits, explosions, pickups, trails. */
import type { Atlas } from './atlas.ts';
import type { SpriteBatch } from './sprite-batch.ts';
import { blankParticle, Particles, type ParticleSpec } from './particles.ts';

const FULL = 2 * Math.PI;

export class VisualEffects {
  /** Blended additively. */
  readonly #lights: Particles;
  /** Smoke and splinters. */
  readonly #matter: Particles;
  readonly #atlas: Atlas;
  /** Factor on the number of particles: lower with reduced motion. */
  readonly #amount: number;
  /** Reused for all effects, so that nothing is allocated during play. */
  readonly #particle: ParticleSpec;

  constructor(atlas: Atlas, calm: boolean) {
    this.#atlas = atlas;
    this.#amount = calm ? 0.4 : 1;
    this.#lights = new Particles(atlas.dot, 700);
    this.#matter = new Particles(atlas.dot, 260);
    this.#particle = blankParticle(atlas.dot);
  }

  draw(lights: SpriteBatch, matter: SpriteBatch, passedMs: number): void {
    this.#matter.draw(matter, passedMs);
    this.#lights.draw(lights, passedMs);
  }

  muzzle(x: number, y: number, angle: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.muzzle, rotation: angle, lifeMs: 70, from: 1, to: 0.7, tint: 0xfff2d0 });
    this.#light({ texture: this.#atlas.glow, lifeMs: 110, from: 0.75, to: 0.3, alpha: 0.55 });
    this.#sprinkle(2, angle, 0.5, 160, 320, 0.5);
  }

  /** A bullet hits a wall. `angle`: where it came from. */
  chips(x: number, y: number, angle: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.glow, lifeMs: 140, from: 0.5, to: 0.2, alpha: 0.7 });
    this.#sprinkle(6, angle, 1.1, 90, 330, 0.7);
    this.#puff(2, 0x6a7a72, 0.22, 0.34);
  }

  /** A fighter is hit. `angle`: the direction of the shot. */
  hit(x: number, y: number, angle: number, colour: number, strong: boolean): void {
    this.#at(x, y, colour);
    this.#light({
      texture: this.#atlas.glow,
      lifeMs: 170,
      from: strong ? 1.3 : 0.85,
      to: 0.3,
      alpha: 0.9,
      tint: 0xffffff,
    });
    this.#light({ texture: this.#atlas.wave, lifeMs: 220, from: 0.1, to: strong ? 0.75 : 0.45, alpha: 0.8 });
    this.#sprinkle(strong ? 18 : 8, angle, 0.8, 160, strong ? 620 : 420, 0.85);
  }

  explosion(x: number, y: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.glow, lifeMs: 420, from: 2.6, to: 1, tint: 0xfff1cf, alpha: 1 });
    this.#light({ texture: this.#atlas.glow, lifeMs: 700, from: 3.2, to: 2, alpha: 0.6 });
    this.#light({ texture: this.#atlas.wave, lifeMs: 520, from: 0.2, to: 2.1, alpha: 0.9 });
    this.#light({ texture: this.#atlas.wave, lifeMs: 340, from: 0.1, to: 1.2, tint: 0xffffff, alpha: 0.8 });
    this.#sprinkle(34, 0, Math.PI, 120, 620, 1.1);
    this.#puff(9, 0x2a2f2c, 0.75, 0.7);
    this.#splinters(11, colour);
  }

  /** A fighter spawns. */
  arrival(x: number, y: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.wave, lifeMs: 620, from: 1.4, to: 0.15, alpha: 0.9 });
    this.#light({ texture: this.#atlas.glow, lifeMs: 700, from: 0.4, to: 1.6, alpha: 0.75 });
    for (let ray = 0; ray < 12 * this.#amount; ray += 1) {
      const angle = Math.random() * FULL;
      const far = 44 + Math.random() * 34;
      this.#at(x + Math.cos(angle) * far, y + Math.sin(angle) * far, colour);
      this.#light({
        texture: this.#atlas.dot,
        lifeMs: 480,
        speed: far * 2.1,
        angle: angle + Math.PI,
        drag: 0.8,
        from: 0.42,
        to: 0.1,
      });
    }
  }

  /** A power-up is collected. */
  pickup(x: number, y: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.wave, lifeMs: 460, from: 0.3, to: 1.2, alpha: 1 });
    this.#light({ texture: this.#atlas.glow, lifeMs: 380, from: 1.5, to: 0.5, alpha: 0.8 });
    this.#sprinkle(16, 0, Math.PI, 80, 300, 0.7);
  }

  /** One frame of a dash: an afterglow that stays behind. */
  dash(x: number, y: number, angle: number, colour: number): void {
    this.#at(x, y, colour);
    this.#light({ texture: this.#atlas.glow, lifeMs: 230, from: 0.62, to: 0.25, alpha: 0.5 });
    this.#light({
      texture: this.#atlas.spark,
      rotation: angle,
      lifeMs: 190,
      from: 1.6,
      to: 0.6,
      stretch: 1.1,
      alpha: 0.55,
    });
  }

  /** One frame of a boost's trail. */
  trail(x: number, y: number, colour: number): void {
    this.#at(x + (Math.random() - 0.5) * 18, y + (Math.random() - 0.5) * 18, colour);
    this.#light({ texture: this.#atlas.dot, lifeMs: 420, from: 0.62, to: 0.05, alpha: 0.8 });
  }

  /** A curl of light along a railgun ray. */
  curl(x: number, y: number, colour: number): void {
    this.#at(x, y, colour);
    const angle = Math.random() * FULL;
    this.#light({
      texture: this.#atlas.dot,
      lifeMs: 520,
      speed: 36,
      angle,
      drag: 0.2,
      from: 0.4,
      to: 0.05,
      alpha: 0.8,
    });
  }

  #at(x: number, y: number, colour: number): void {
    this.#particle.x = x;
    this.#particle.y = y;
    this.#particle.tint = colour;
  }

  #light(change: Partial<ParticleSpec>): void {
    const { x, y, tint } = this.#particle;
    Object.assign(this.#particle, PLAIN, change);
    this.#lights.spawn(this.#particle);
    this.#at(x, y, tint);
  }

  #sprinkle(count: number, angle: number, spread: number, least: number, most: number, size: number): void {
    for (let each = 0; each < count * this.#amount; each += 1) {
      const way = angle + (Math.random() - 0.5) * 2 * spread;
      const speed = least + Math.random() * (most - least);
      const lifeMs = 160 + Math.random() * 260;
      this.#light({
        texture: this.#atlas.spark,
        angle: way,
        rotation: way,
        speed,
        drag: 0.03,
        lifeMs,
        from: size,
        to: 0.1,
      });
    }
  }

  #puff(count: number, tint: number, size: number, alpha: number): void {
    const particle = this.#particle;
    const { x, y, tint: before } = particle;
    for (let each = 0; each < count * this.#amount; each += 1) {
      Object.assign(particle, PLAIN);
      particle.texture = this.#atlas.smoke;
      particle.tint = tint;
      particle.angle = Math.random() * FULL;
      particle.speed = 30 + Math.random() * 70;
      particle.drag = 0.15;
      particle.lifeMs = 420 + Math.random() * 500;
      particle.from = size * 0.6;
      particle.to = size * 1.9;
      particle.alpha = alpha;
      this.#matter.spawn(particle);
    }
    this.#at(x, y, before);
  }

  #splinters(count: number, tint: number): void {
    const particle = this.#particle;
    for (let each = 0; each < count * this.#amount; each += 1) {
      Object.assign(particle, PLAIN);
      particle.texture = this.#atlas.shard;
      particle.tint = each % 3 === 0 ? 0x3a4643 : tint;
      particle.angle = Math.random() * FULL;
      particle.speed = 120 + Math.random() * 330;
      particle.drag = 0.06;
      particle.lifeMs = 700 + Math.random() * 700;
      particle.rotation = particle.angle;
      particle.spin = (Math.random() - 0.5) * 16;
      particle.from = 0.8;
      particle.to = 0.45;
      this.#matter.spawn(particle);
    }
  }
}

/** The defaults of a particle. */
const PLAIN = { speed: 0, angle: 0, drag: 0.05, rotation: 0, spin: 0, stretch: 1, alpha: 1 } as const;
