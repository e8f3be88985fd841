/** Shakes the camera after hits and explosions; disabled with reduced motion. */

const MOST = 13;
const CALMS_MS = 420;

export class CameraShake {
  x = 0;
  y = 0;
  #force = 0;
  #passed = 0;
  readonly #calm: boolean;

  constructor(calm: boolean) {
    this.#calm = calm;
  }

  /** @param force from 0 to 1 */
  add(force: number): void {
    if (!this.#calm) this.#force = Math.min(1, this.#force + force);
  }

  update(passedMs: number): void {
    this.#passed += passedMs;
    this.#force = Math.max(0, this.#force - passedMs / CALMS_MS);
    const far = MOST * this.#force ** 2;
    this.x = far * Math.sin(this.#passed * 0.061 + 1);
    this.y = far * Math.sin(this.#passed * 0.079 + 2);
  }
}
