/** What is heard of the arena: the nearer, the louder, from the side where it happens. Places are in pixels of the map. */
import type { Camera } from './picture/camera.ts';
import type { StageEvents } from './picture/stage.ts';
import type { Sounds } from './sound/sounds.ts';
import type { SoundName } from './sound/voices.ts';

const FAR = 1_050;
const ASIDE = 700;

export class Ears implements StageEvents {
  /** Is told of deaths, after they were heard. */
  onFall: ((seat: number, x: number, y: number) => void) | undefined;
  onCome: ((seat: number, x: number, y: number) => void) | undefined;
  readonly #sounds: Sounds;
  #camera: Camera | undefined;
  #self: () => number | undefined = () => undefined;

  constructor(sounds: Sounds) {
    this.#sounds = sounds;
  }

  /** @param self whose ears these are */
  listenAt(camera: Camera, self: () => number | undefined): void {
    this.#camera = camera;
    this.#self = self;
  }

  at(name: SoundName, x: number, y: number, volume = 1): void {
    if (!this.#camera) return;
    const [dx, dy] = [x - this.#camera.x, y - this.#camera.y];
    const near = Math.max(0, 1 - Math.hypot(dx, dy) / FAR);
    this.#sounds.play(name, volume * near * near, dx / ASIDE);
  }

  /** Heard wherever one is. */
  here(name: SoundName, volume = 1): void {
    this.#sounds.play(name, volume);
  }

  onShot(seat: number, x: number, y: number): void {
    this.at('blaster', x, y, seat === this.#self() ? 0.75 : 0.6);
  }

  onWall(x: number, y: number): void {
    this.at('wall', x, y, 0.6);
  }

  onDeath(seat: number, x: number, y: number): void {
    this.at('explosion', x, y);
    this.onFall?.(seat, x, y);
  }

  onArrival(seat: number, x: number, y: number): void {
    this.at('arrival', x, y, 0.7);
    this.onCome?.(seat, x, y);
  }

  onDash(seat: number, x: number, y: number): void {
    if (seat !== this.#self()) this.at('dash', x, y, 0.6);
  }

  onOwnDash(): void {
    this.here('dash', 0.8);
  }
}
