/** Draws short-lived sprites from a fixed pool, rebuilt in each frame without allocations. */
import { Particle, ParticleContainer, type BLEND_MODES, type Texture } from 'pixi.js';

export class SpriteBatch {
  readonly container: ParticleContainer;
  readonly #particles: Particle[] = [];
  #used = 0;
  #shown = 0;

  /** @param first any texture of the atlas; all others must be of the same one */
  constructor(first: Texture, capacity: number, blendMode: BLEND_MODES) {
    this.container = new ParticleContainer({
      texture: first,
      dynamicProperties: { vertex: true, position: true, rotation: true, uvs: true, color: true },
    });
    this.container.blendMode = blendMode;
    for (let index = 0; index < capacity; index += 1) {
      const particle = new Particle({ texture: first, anchorX: 0.5, anchorY: 0.5, scaleX: 0, scaleY: 0, alpha: 0 });
      this.#particles.push(particle);
      this.container.addParticle(particle);
    }
  }

  begin(): void {
    this.#used = 0;
  }

  /** Adds a sprite to this frame; ignored if the pool is full. */
  put(
    texture: Texture,
    x: number,
    y: number,
    rotation: number,
    scaleX: number,
    scaleY: number,
    tint: number,
    alpha: number,
  ): void {
    const particle = this.#particles[this.#used];
    if (!particle || alpha <= 0.003) return;
    this.#used += 1;
    particle.texture = texture;
    particle.x = x;
    particle.y = y;
    particle.rotation = rotation;
    particle.scaleX = scaleX;
    particle.scaleY = scaleY;
    particle.tint = tint;
    particle.alpha = Math.min(1, alpha);
  }

  /** Hides the sprites that the last frame used and this one did not. */
  end(): void {
    for (let index = this.#used; index < this.#shown; index += 1) {
      const particle = this.#particles[index];
      if (!particle) continue;
      particle.scaleX = 0;
      particle.scaleY = 0;
      particle.alpha = 0;
    }
    this.#shown = this.#used;
  }
}
