/** Spatial audio: volume by distance and panning by direction from the camera. Positions are in pixels of the map. */
import type { Camera } from '../render/camera.ts';
import type { RendererEvents } from '../render/renderer.ts';
import type { Sounds } from './sounds.ts';
import type { SoundName } from './voices.ts';

const FAR = 1_050;
const ASIDE = 700;

export class SpatialAudio implements RendererEvents {
  /** Called after a death was played. */
  onDeathHeard: ((seat: number, x: number, y: number) => void) | undefined;
  onArrivalHeard: ((seat: number, x: number, y: number) => void) | undefined;
  readonly #sounds: Sounds;
  #camera: Camera | undefined;
  #self: () => number | undefined = () => undefined;

  constructor(sounds: Sounds) {
    this.#sounds = sounds;
  }

  /** @param self the seat that listens */
  setListener(camera: Camera, self: () => number | undefined): void {
    this.#camera = camera;
    this.#self = self;
  }

  playAt(name: SoundName, x: number, y: number, volume = 1): void {
    if (!this.#camera) return;
    const [dx, dy] = [x - this.#camera.x, y - this.#camera.y];
    const near = Math.max(0, 1 - Math.hypot(dx, dy) / FAR);
    this.#sounds.play(name, volume * near * near, dx / ASIDE);
  }

  /** At full volume, without a position. */
  play(name: SoundName, volume = 1): void {
    this.#sounds.play(name, volume);
  }

  onShot(seat: number, x: number, y: number): void {
    this.playAt('blaster', x, y, seat === this.#self() ? 0.75 : 0.6);
  }

  onWall(x: number, y: number): void {
    this.playAt('wall', x, y, 0.6);
  }

  onDeath(seat: number, x: number, y: number): void {
    this.playAt('explosion', x, y);
    this.onDeathHeard?.(seat, x, y);
  }

  onArrival(seat: number, x: number, y: number): void {
    this.playAt('arrival', x, y, 0.7);
    this.onArrivalHeard?.(seat, x, y);
  }

  onDash(seat: number, x: number, y: number): void {
    if (seat !== this.#self()) this.playAt('dash', x, y, 0.6);
  }

  onOwnDash(): void {
    this.play('dash', 0.8);
  }
}
